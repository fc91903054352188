import type { Program } from '../world/program.ts';
import type { Site } from '../world/site.ts';
import { stormRain } from '../world/storm.ts';
import type { LookAlike } from './label.ts';

/** Something in the program that could be mistaken for waterlogging, if the truth bears it out. */
export interface Candidate {
  readonly what: LookAlike;
  readonly zoneId: string;
  readonly from: number;
  readonly until: number;
  readonly cause: string;
}

/** A storm counts for a place when it rains as hard as this there at some time. */
const HEAVY_MM_PER_HOUR = 20;
const MINUTE = 60_000;

/** All candidates of a program, storms at low points included. */
export function listCandidates(program: Program, sites: readonly Site[], withFaults: boolean): readonly Candidate[] {
  const pick = ({ zoneId, from, until }: Pick<Candidate, 'zoneId' | 'from' | 'until'>) => ({ zoneId, from, until });
  const puddles = program.puddles.map(
    (puddle): Candidate => ({
      what: puddle.cause,
      ...pick(puddle),
      cause: `${puddle.cause}, water without rain`,
    }),
  );
  const jams = program.jams.map(
    (jam): Candidate => ({ what: 'traffic-jam', ...pick(jam), cause: 'a jam on a dry road' }),
  );
  const lies = withFaults
    ? program.lies.flatMap((lie): Candidate[] =>
        lie.manner === 'stuck-low'
          ? []
          : [{ what: `lying-gauge-${lie.manner}`, ...pick(lie), cause: 'one gauge lies' }],
      )
    : [];
  return [...puddles, ...jams, ...lies, ...listStorms(program, sites)];
}

function listStorms(program: Program, sites: readonly Site[]): readonly Candidate[] {
  return program.storms.flatMap((storm) =>
    sites
      .filter((site) => site.isUnderpass)
      .filter((site) => {
        for (let at = storm.from; at < storm.until; at += MINUTE) {
          if (stormRain(storm, at, site) >= HEAVY_MM_PER_HOUR) return true;
        }
        return false;
      })
      .map(
        (site): Candidate => ({
          what: 'storm-drains-cope',
          zoneId: site.zoneId,
          from: storm.from,
          // Water comes after rain: only when the drains have run down is it certain that they coped.
          until: storm.until + 30 * MINUTE,
          cause: 'heavy rain, drains at work',
        }),
      ),
  );
}
