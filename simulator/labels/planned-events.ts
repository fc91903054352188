import type { PlannedEvent } from '../../model/ground-truth.ts';
import type { Program } from '../world/program.ts';
import type { Site } from '../world/site.ts';
import { type Storm, stormRain } from '../world/storm.ts';

const MINUTE = 60_000;

type Happening = Pick<PlannedEvent, 'zoneId' | 'from' | 'until'>;

/** All that a program holds, place by place; a storm is one event for each place that it rains on. */
export function listPlannedEvents(
  program: Program,
  sites: readonly Site[],
  withFaults: boolean,
): readonly PlannedEvent[] {
  const kinds = new Map(sites.map(({ zoneId, isUnderpass }) => [zoneId, isUnderpass ? 'underpass' : 'cell'] as const));
  const event = (what: string, { zoneId, from, until }: Happening, heaviestRainMmPerHour = 0): PlannedEvent => {
    return { what, zoneId, zoneKind: kinds.get(zoneId) ?? 'cell', from, until, heaviestRainMmPerHour };
  };
  return [
    ...program.puddles.map((puddle) => event(puddle.cause, puddle)),
    ...program.jams.map((jam) => event('traffic-jam', jam)),
    ...(withFaults ? program.lies.map((lie) => event(`lying-gauge-${lie.manner}`, lie)) : []),
    ...program.blockages.map((blockage) => event(blockage.cause, blockage)),
    ...program.storms.flatMap((storm) =>
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
