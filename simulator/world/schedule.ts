import { createRandom, type Random } from '../random.ts';
import type { Act, Plan, Stage } from './acts/act.ts';
import { besideTheStorms } from './acts/beside-the-storms.ts';
import { burstMain } from './acts/burst-main.ts';
import { cloudburst } from './acts/cloudburst.ts';
import { copingStorm } from './acts/coping-storm.ts';
import { downpour } from './acts/downpour.ts';
import { dryHours } from './acts/dry-hours.ts';
import { earthworks } from './acts/earthworks.ts';
import { haze } from './acts/haze.ts';
import { overload } from './acts/overload.ts';
import { secondStorm } from './acts/second-storm.ts';
import { surge } from './acts/surge.ts';
import type { Site } from './site.ts';

/** What happens to the city in one block of hours; what comes of it is the physics' affair. */
export interface Schedule extends Plan {
  readonly from: number;
  readonly until: number;
  /** Daily mean temperature; a heat wave lasts a whole block. */
  readonly dailyMeanCelsius: number;
}

/** Every block has each kind of incident, so twelve hours show them all. */
export const BLOCK_MILLIS = 12 * 3_600_000;

/** All acts by name, in the order in which they choose their places. An act further down changes none above it. */
const ACTS: readonly (readonly [string, Act])[] = [
  ['downpour', downpour],
  ['dry-hours', dryHours],
  ['coping-storm', copingStorm],
  ['cloudburst', cloudburst],
  ['second-storm', secondStorm],
  ['burst-main', burstMain],
  ['overload', overload],
  ['earthworks', earthworks],
  ['haze', haze],
  ['surge', surge],
  ['beside-the-storms', besideTheStorms],
];

/** What a run of blocks is planned from. */
export interface ScheduleRun extends Pick<Stage, 'sites' | 'transformers' | 'dustSites' | 'lookAlikesPerStorm'> {
  readonly seed: number;
  readonly startAt: number;
}

/** The schedule of block number `index` of a run; the same run and number give the same schedule. */
export function planBlock(run: ScheduleRun, index: number): Schedule {
  const random = createRandom(run.seed, 'program', index);
  const from = run.startAt + index * BLOCK_MILLIS;
  const until = from + BLOCK_MILLIS;
  const isHeatWave = random.chance(0.4);
  const takeLowPoint = lowPointsOf(run.sites, random);
  let planned: Plan = { storms: [], events: [] };
  for (const [name, act] of ACTS) {
    const stage = { ...run, from, until, isHeatWave, takeLowPoint, planned };
    const { storms = [], events = [] } = act({ ...stage, random: createRandom(run.seed, 'act', name, index) });
    planned = { storms: [...planned.storms, ...storms], events: [...planned.events, ...events] };
  }
  return {
    from,
    until,
    dailyMeanCelsius: isHeatWave ? random.between(32, 34.5) : random.between(25, 29),
    ...planned,
  };
}

/**
 * When the schedule of a run must begin so that its first storm begins `afterSeconds` after `startAt`. A storm
 * that is earlier by itself is not moved. Milliseconds since 1970.
 */
export function beginBeforeStorm(run: ScheduleRun, afterSeconds: number): number {
  const firstStormAt = Math.min(...planBlock(run, 0).storms.map((storm) => storm.from));
  const tooLateMillis = firstStormAt - (run.startAt + afterSeconds * 1000);
  return run.startAt - Math.max(0, Math.round(tooLateMillis));
}

/** Low points in random order, each once before any is repeated. */
function lowPointsOf(sites: readonly Site[], random: Random): () => Site {
  const lowPoints = random.shuffle(sites.filter((site) => site.isUnderpass));
  const all = lowPoints.length > 0 ? lowPoints : random.shuffle(sites);
  let taken = 0;
  return () => {
    const site = all[taken % all.length];
    if (!site) throw new RangeError('a city without cells and underpasses has no place for anything to happen');
    taken += 1;
    return site;
  };
}
