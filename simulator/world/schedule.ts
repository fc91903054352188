import { createRandom, type Random } from '../random.ts';
import type { Site } from './site.ts';
import type { Storm } from './storm.ts';

/** An event in one zone; times in milliseconds since 1970. */
interface Event {
  readonly zoneId: string;
  readonly from: number;
  readonly until: number;
}

/** A drain with reduced capacity. */
interface Blockage extends Event {
  readonly share: number;
  readonly cause: 'blocked-drain' | 'pump-failure';
}

/** Water on the road without rain. */
interface Puddle extends Event {
  readonly depthCm: number;
  readonly cause: 'burst-hydrant' | 'street-washing';
}

/** Slow traffic without water. */
interface Jam extends Event {
  readonly speedKmh: number;
}

/** A depth gauge of a zone publishes wrong values. */
export interface GaugeFault extends Event {
  readonly manner: 'spike' | 'stuck-high' | 'stuck-low';
  /** Index of the gauge in the zone, modulo their number. */
  readonly gauge: number;
  /** The published value; a gauge that is stuck low keeps its last one. */
  readonly depthCm: number;
}

/** The events of the city in one block of hours. */
export interface Schedule {
  readonly from: number;
  readonly until: number;
  /** Daily mean temperature; a heat wave lasts a whole block. */
  readonly dailyMeanCelsius: number;
  readonly storms: readonly Storm[];
  readonly blockages: readonly Blockage[];
  readonly puddles: readonly Puddle[];
  readonly jams: readonly Jam[];
  readonly gaugeFaults: readonly GaugeFault[];
}

const MINUTE = 60_000;
/** Every block has each kind of incident, so twelve hours show them all. */
export const BLOCK_MILLIS = 12 * 60 * MINUTE;

/** The schedule of block number `index` of a run; the same run and number give the same schedule. */
export function planBlock(run: {
  readonly seed: number;
  readonly startAt: number;
  readonly index: number;
  readonly sites: readonly Site[];
}): Schedule {
  const random = createRandom(run.seed, 'program', run.index);
  const from = run.startAt + run.index * BLOCK_MILLIS;
  const targets = targetsOf(run.sites, random);
  const first = planDownpour(from + random.between(35, 50) * MINUTE, targets, random);
  const dry = planDryHours(from + 190 * MINUTE, targets, random);
  const coping = planCopingStorm(from + random.between(395, 415) * MINUTE, targets, random);
  const second = planCloudburst(from + random.between(545, 565) * MINUTE, targets, random);
  const parts = [first, dry, coping, second];
  return {
    from,
    until: from + BLOCK_MILLIS,
    dailyMeanCelsius: random.chance(0.35) ? random.between(31, 33) : random.between(25, 29),
    storms: parts.flatMap((part) => part.storms ?? []),
    blockages: parts.flatMap((part) => part.blockages ?? []),
    puddles: parts.flatMap((part) => part.puddles ?? []),
    jams: parts.flatMap((part) => part.jams ?? []),
    gaugeFaults: parts.flatMap((part) => part.gaugeFaults ?? []),
  };
}

/**
 * When the schedule of a run must begin so that its first storm begins `afterSeconds` after `startAt`. A storm
 * that is earlier by itself is not moved. Milliseconds since 1970.
 */
export function beginBeforeStorm(
  run: { readonly seed: number; readonly startAt: number; readonly sites: readonly Site[] },
  afterSeconds: number,
): number {
  const firstStormAt = Math.min(...planBlock({ ...run, index: 0 }).storms.map((storm) => storm.from));
  const tooLateMillis = firstStormAt - (run.startAt + afterSeconds * 1000);
  return run.startAt - Math.max(0, Math.round(tooLateMillis));
}

type Part = Partial<Pick<Schedule, 'storms' | 'blockages' | 'puddles' | 'jams' | 'gaugeFaults'>>;
type TakeTarget = () => Site;

/** Low points in random order, each once before any is repeated. */
function targetsOf(sites: readonly Site[], random: Random): TakeTarget {
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

/** Heavy rain within the capacity of clean drains; at two low points a drain fails and the road floods. */
function planDownpour(from: number, take: TakeTarget, random: Random): Part {
  const [blocked, failed] = [take(), take()];
  const until = from + random.between(65, 80) * MINUTE;
  const storm = stormOver(from, until, middleOf(blocked, failed), random, {
    peakMmPerHour: random.between(54, 62),
    radius: 2.6,
  });
  const blockage = (site: Site, cause: Blockage['cause']): Blockage => ({
    zoneId: site.zoneId,
    from: from - random.between(10, 60) * MINUTE,
    until: until + random.between(2, 12) * MINUTE,
    share: cause === 'pump-failure' ? random.between(0.93, 0.97) : random.between(0.84, 0.92),
    cause,
  });
  const stuckLow: GaugeFault = {
    zoneId: failed.zoneId,
    from: from - 5 * MINUTE,
    until: until + 40 * MINUTE,
    manner: 'stuck-low',
    gauge: random.integer(0, 2),
    depthCm: 0,
  };
  return {
    storms: [storm],
    blockages: [blockage(blocked, 'blocked-drain'), blockage(failed, 'pump-failure')],
    gaugeFaults: random.chance(0.5) ? [stuckLow] : [],
  };
}

/** Three dry hours with every kind of look-alike, in random order. */
function planDryHours(from: number, take: TakeTarget, random: Random): Part {
  const slots = random.shuffle([0, 1, 2, 3, 4, 5]).map((slot) => from + slot * 32 * MINUTE);
  let used = 0;
  const event = (low: number, high: number): Event => {
    const start = (slots[used] ?? from) + random.between(0, 4) * MINUTE;
    used += 1;
    return { zoneId: take().zoneId, from: start, until: start + random.between(low, high) * MINUTE };
  };
  const gauge = () => random.integer(0, 2);
  return {
    puddles: [
      { ...event(22, 27), depthCm: random.between(9, 12), cause: 'burst-hydrant' },
      { ...event(14, 20), depthCm: random.between(4, 8), cause: 'street-washing' },
    ],
    jams: [
      { ...event(22, 27), speedKmh: random.between(5, 12) },
      { ...event(22, 27), speedKmh: random.between(6, 14) },
    ],
    gaugeFaults: [
      { ...event(20, 26), manner: 'spike', gauge: gauge(), depthCm: random.between(55, 65) },
      { ...event(22, 27), manner: 'stuck-high', gauge: gauge(), depthCm: random.between(35, 70) },
    ],
  };
}

/** Heavy rain everywhere with all drains working, and one faulty gauge. */
function planCopingStorm(from: number, take: TakeTarget, random: Random): Part {
  const until = from + random.between(75, 95) * MINUTE;
  const storm = stormOver(from, until, take(), random, { peakMmPerHour: random.between(38, 48), radius: 3 });
  const fault: GaugeFault = {
    zoneId: take().zoneId,
    from: from + random.between(25, 35) * MINUTE,
    until: until - 10 * MINUTE,
    manner: 'stuck-high',
    gauge: random.integer(0, 2),
    depthCm: random.between(40, 70),
  };
  return { storms: [storm], gaugeFaults: [fault] };
}

/** Rain beyond the capacity of any drain, over one low point only. */
function planCloudburst(from: number, take: TakeTarget, random: Random): Part {
  const until = from + random.between(55, 65) * MINUTE;
  const storm = stormOver(from, until, take(), random, { peakMmPerHour: random.between(185, 210), radius: 0.75 });
  return { storms: [{ ...storm, eastPerHour: 0, northPerHour: 0 }] };
}

function stormOver(
  from: number,
  until: number,
  place: { readonly east: number; readonly north: number },
  random: Random,
  size: { readonly peakMmPerHour: number; readonly radius: number },
): Storm {
  return {
    from,
    until,
    ...size,
    east: place.east,
    north: place.north,
    eastPerHour: random.between(-0.8, 0.8),
    northPerHour: random.between(-0.8, 0.8),
  };
}

function middleOf(one: Site, other: Site): { east: number; north: number } {
  return { east: (one.east + other.east) / 2, north: (one.north + other.north) / 2 };
}
