import type { Device } from '../../model/device.ts';
import { createRandom, type Random } from '../random.ts';
import { hourOfDayAt } from '../world/hour-of-day.ts';
import type { Schedule } from '../world/schedule.ts';
import { FAULT_KINDS, type Fault, type FaultKind } from './fault.ts';

const MINUTE = 60_000;
/** Chance of each kind of fault for one device in one block of twelve hours: about every third device has one. */
const CHANCE = 0.035;

/** How long a fault lasts (minutes), how strong it is, and whether it goes both ways. */
interface Shape {
  readonly minutes: readonly [number, number];
  readonly strength: readonly [number, number];
  readonly isEitherSign?: true;
  /** Instead of the usual one. */
  readonly chance?: number;
}

const SHAPES: Readonly<Record<FaultKind, Shape>> = {
  stuck: { minutes: [30, 90], strength: [1, 1] },
  spike: { minutes: [20, 60], strength: [0.05, 0.15] },
  drift: { minutes: [60, 180], strength: [0.15, 0.4] },
  bias: { minutes: [60, 240], strength: [0.1, 0.4], isEitherSign: true },
  scale: { minutes: [60, 240], strength: [0.15, 0.35], isEitherSign: true },
  chatter: { minutes: [5, 20], strength: [0.3, 0.6] },
  // A shield that has faded, or a wall that throws back the light; those that would be at night do not happen.
  sun: { minutes: [90, 240], strength: [4, 10], chance: 0.25 },
  dropout: { minutes: [8, 40], strength: [1, 1] },
  backlog: { minutes: [10, 45], strength: [1, 1] },
  late: { minutes: [20, 90], strength: [1, 12] },
  'clock-skew': { minutes: [20, 60], strength: [2, 12], isEitherSign: true },
  duplicate: { minutes: [15, 60], strength: [0.2, 0.5] },
  'out-of-order': { minutes: [15, 45], strength: [0.15, 0.35] },
};

/** What shows water that is not there at a depth gauge comes from the gauge acts only: each has a label. */
const NOT_BY_CHANCE_AT_DEPTH_GAUGES: ReadonlySet<FaultKind> = new Set<FaultKind>(['stuck', 'spike', 'bias', 'chatter']);

/** The faults that any device may have in a block, each device by its own chance. */
export function planAccidents(seed: number, devices: readonly Device[], schedule: Schedule): readonly Fault[] {
  return devices.flatMap((device) => planFor(device, schedule, createRandom(seed, 'faults', schedule.from, device.id)));
}

function planFor(device: Device, schedule: Schedule, random: Random): readonly Fault[] {
  const isPossible = (kind: FaultKind) =>
    (kind !== 'sun' || device.model === 'weather-station') &&
    !(device.model === 'road-flood-depth' && NOT_BY_CHANCE_AT_DEPTH_GAUGES.has(kind));
  const faults = FAULT_KINDS.filter((kind) => random.chance(SHAPES[kind].chance ?? CHANCE) && isPossible(kind)).map(
    (kind): Fault => {
      const { minutes, strength, isEitherSign } = SHAPES[kind];
      const length = random.between(...minutes) * MINUTE;
      const from = random.between(schedule.from + 5 * MINUTE, schedule.until - length);
      const sign = isEitherSign && random.chance(0.5) ? -1 : 1;
      return {
        deviceId: device.id,
        kind,
        from: Math.round(from),
        until: Math.round(from + length),
        value: null,
        strength: sign * random.between(...strength),
      };
    },
  );
  return faults.filter(({ kind, from, until }) => kind !== 'sun' || isByDay((from + until) / 2));
}

function isByDay(at: number): boolean {
  const hour = hourOfDayAt(at);
  return hour >= 9 && hour < 16;
}
