import { createRandom, type Random } from '../random.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Fault } from './fault.ts';

/** How a depth gauge lies. */
type Manner = 'spike' | 'stuck-high' | 'stuck-low' | 'fouled' | 'chatter';

/** A depth gauge at a place publishes wrong values for a while: an incident of its own, with a label. */
export interface GaugeAct {
  readonly zoneId: string;
  readonly from: number;
  readonly until: number;
  readonly manner: Manner;
  readonly fault: Fault;
}

const MINUTE = 60_000;
/** Events after which a low point may flood. */
const TROUBLES: ReadonlySet<string> = new Set([
  'blocked-gully',
  'blocked-drain',
  'pump-failure',
  'pump-clogged',
  'power-cut',
]);

/**
 * The lying depth gauges of a block: one at a place that may flood in half of the blocks, one of each manner in dry
 * hours, and one in each storm, at places where nothing else happens at that time.
 */
export function planGaugeActs(run: {
  readonly seed: number;
  readonly schedule: Schedule;
  /** Ids of the low points. */
  readonly lowPoints: readonly string[];
  readonly gaugesAt: (zoneId: string) => readonly string[];
}): readonly GaugeAct[] {
  const { schedule, lowPoints, gaugesAt } = run;
  const random = createRandom(run.seed, 'gauge-acts', schedule.from);
  const acts: GaugeAct[] = [];
  const add = (manner: Manner, zoneId: string | undefined, from: number, minutes: number) => {
    const gauges = zoneId === undefined ? [] : gaugesAt(zoneId);
    if (zoneId === undefined || gauges.length === 0) return;
    const span = { from: Math.round(from), until: Math.round(from + minutes * MINUTE) };
    acts.push({ zoneId, ...span, manner, fault: lie(manner, { ...span, deviceId: random.pick(gauges) }, random) });
  };
  const freePlace = (from: number, minutes: number): string | undefined => {
    const isBusy = (zoneId: string) =>
      [...schedule.events, ...acts].some(
        (each) => each.zoneId === zoneId && each.from < from + minutes * MINUTE && each.until > from,
      );
    return random.shuffle(lowPoints.filter((zoneId) => !isBusy(zoneId)))[0];
  };

  const [first] = schedule.storms;
  const troubled = schedule.events.filter(({ what, zoneId }) => TROUBLES.has(what) && lowPoints.includes(zoneId ?? ''));
  if (first && troubled.length > 0 && random.chance(0.5)) {
    const minutes = (first.until - first.from) / MINUTE + 45;
    add('stuck-low', random.pick(troubled).zoneId ?? undefined, first.from - 5 * MINUTE, minutes);
  }
  for (const [slot, manner] of random.shuffle(['spike', 'stuck-high', 'fouled', 'chatter'] as const).entries()) {
    const from = schedule.from + (192 + slot * 45 + random.between(0, 8)) * MINUTE;
    const minutes = manner === 'fouled' ? 60 : random.between(20, 27);
    add(manner, freePlace(from, minutes), from, minutes);
  }
  for (const storm of schedule.storms) {
    const from = storm.from + random.between(20, 35) * MINUTE;
    const minutes = random.between(20, 40);
    add(random.pick(['stuck-high', 'fouled', 'chatter'] as const), freePlace(from, minutes), from, minutes);
  }
  return acts;
}

function lie(manner: Manner, where: Pick<Fault, 'deviceId' | 'from' | 'until'>, random: Random): Fault {
  if (manner === 'spike') return { ...where, kind: 'spike', value: random.between(55, 65), strength: 0.12 };
  if (manner === 'chatter') return { ...where, kind: 'chatter', value: random.between(45, 65), strength: 0.5 };
  if (manner === 'stuck-high') return { ...where, kind: 'stuck', value: random.between(35, 70), strength: 1 };
  // Mud and leaves on the sensor look like water that rises.
  if (manner === 'fouled') return { ...where, kind: 'drift', value: random.between(12, 30), strength: 0 };
  return { ...where, kind: 'stuck', value: 0, strength: 1 };
}
