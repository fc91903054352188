import type { PlannedEvent } from '../../model/ground-truth.ts';
import type { GaugeAct } from '../faults/gauge-act.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Site } from '../world/site.ts';
import { type Storm, stormRain } from '../world/storm.ts';

const MINUTE = 60_000;

type Happening = Pick<PlannedEvent, 'zoneId' | 'from' | 'until'>;

/**
 * All events of a schedule by zone. A storm is one event for each zone that it rains on, what happens to the whole city
 * one for each zone, and what happens to a place stands as `upstream-…` at the one that it spills into.
 */
export function listPlannedEvents(
  schedule: Schedule,
  sites: readonly Site[],
  acts: readonly GaugeAct[],
): readonly PlannedEvent[] {
  const siteOf = new Map(sites.map((site) => [site.zoneId, site]));
  const event = (
    what: string,
    { zoneId, from, until }: Happening,
    more: Partial<Pick<PlannedEvent, 'subjectId' | 'heaviestRainMmPerHour'>> = {},
  ): PlannedEvent => {
    const zoneKind = siteOf.get(zoneId)?.isUnderpass ? 'underpass' : 'cell';
    return { what, zoneId, zoneKind, from, until, subjectId: null, heaviestRainMmPerHour: 0, ...more };
  };
  const ofWorld = schedule.events.flatMap(({ what, zoneId, subjectId, from, until }) => {
    if (zoneId === null) return sites.map((site) => event(what, { zoneId: site.zoneId, from, until }));
    const here = event(what, { zoneId, from, until }, { subjectId });
    const below = siteOf.get(zoneId)?.spillsInto ?? null;
    return below === null || subjectId !== null
      ? [here]
      : [here, event(`upstream-${what}`, { zoneId: below, from, until })];
  });
  return [
    ...ofWorld,
    ...acts.map((act) => event(`lying-gauge-${act.manner}`, act)),
    ...schedule.storms.flatMap((storm) =>
      sites.flatMap((site) => {
        const heaviest = heaviestRain(storm, site);
        return heaviest > 0
          ? [event('storm', { ...storm, zoneId: site.zoneId }, { heaviestRainMmPerHour: heaviest })]
          : [];
      }),
    ),
  ];
}

function heaviestRain(storm: Storm, site: Site): number {
  let heaviest = 0;
  for (let at = storm.from; at < storm.until; at += MINUTE) heaviest = Math.max(heaviest, stormRain(storm, at, site));
  return heaviest;
}
