import type { PlannedEvent } from '../../model/ground-truth.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Site } from '../world/site.ts';
import { type Storm, stormRain } from '../world/storm.ts';

const MINUTE = 60_000;

type Happening = Pick<PlannedEvent, 'zoneId' | 'from' | 'until'>;

/** All events of a schedule by zone; a storm is one event for each zone that it rains on. */
export function listPlannedEvents(
  schedule: Schedule,
  sites: readonly Site[],
  withFaults: boolean,
): readonly PlannedEvent[] {
  const kinds = new Map(sites.map(({ zoneId, isUnderpass }) => [zoneId, isUnderpass ? 'underpass' : 'cell'] as const));
  const event = (what: string, { zoneId, from, until }: Happening, heaviestRainMmPerHour = 0): PlannedEvent => {
    return { what, zoneId, zoneKind: kinds.get(zoneId) ?? 'cell', from, until, heaviestRainMmPerHour };
  };
  return [
    ...schedule.puddles.map((puddle) => event(puddle.cause, puddle)),
    ...schedule.jams.map((jam) => event('traffic-jam', jam)),
    ...(withFaults ? schedule.gaugeFaults.map((fault) => event(`lying-gauge-${fault.manner}`, fault)) : []),
    ...schedule.blockages.map((blockage) => event(blockage.cause, blockage)),
    ...schedule.storms.flatMap((storm) =>
      sites.flatMap((site) => {
        const heaviest = heaviestRain(storm, site);
        return heaviest > 0 ? [event('storm', { ...storm, zoneId: site.zoneId }, heaviest)] : [];
      }),
    ),
  ];
}

function heaviestRain(storm: Storm, site: Site): number {
  let heaviest = 0;
  for (let at = storm.from; at < storm.until; at += MINUTE) heaviest = Math.max(heaviest, stormRain(storm, at, site));
  return heaviest;
}
