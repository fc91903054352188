import type { Device } from '../../model/device.ts';
import { createRandom, type Random } from '../random.ts';
import type { Lie, Program } from '../world/program.ts';
import { FAULT_KINDS, type Fault, type FaultKind, LYING_KINDS } from './fault.ts';

const MINUTE = 60_000;
/** Chance of each kind of fault for one device in one block of twelve hours. */
const CHANCE = 0.05;

/** How long a fault lasts (minutes), and how strong it is. */
const SHAPES: Readonly<Record<FaultKind, { minutes: readonly [number, number]; strength: readonly [number, number] }>> =
  {
    stuck: { minutes: [30, 90], strength: [1, 1] },
    spike: { minutes: [20, 60], strength: [0.05, 0.15] },
    drift: { minutes: [60, 180], strength: [0.15, 0.4] },
    dropout: { minutes: [8, 40], strength: [1, 1] },
    'clock-skew': { minutes: [20, 60], strength: [2, 12] },
    duplicate: { minutes: [15, 60], strength: [0.2, 0.5] },
    'out-of-order': { minutes: [15, 45], strength: [0.15, 0.35] },
  };

/** All faults of one block: those that happen to any device, and the lies that the program has for depth gauges. */
export function planFaults(run: {
  readonly seed: number;
  readonly devices: readonly Device[];
  readonly program: Program;
  readonly zoneOf: (device: Device) => string | null;
}): readonly Fault[] {
  const { program, devices } = run;
  const accidental = devices.flatMap((device) =>
    planFor(device, program, createRandom(run.seed, 'faults', program.from, device.id)),
  );
  const told = program.lies.flatMap((lie) => {
    const gauges = devices.filter((device) => device.model === 'road-flood-depth' && run.zoneOf(device) === lie.zoneId);
    const liar = gauges[lie.gauge % gauges.length];
    return liar ? [toFault(lie, liar.id)] : [];
  });
  const liars = new Set(told.map((fault) => fault.deviceId));
  // A liar has nothing else wrong, so that its label says all.
  return [...accidental.filter((fault) => !liars.has(fault.deviceId)), ...told];
}

function planFor(device: Device, program: Program, random: Random): readonly Fault[] {
  return FAULT_KINDS.filter((kind) => random.chance(CHANCE) && !isProgrammed(device, kind)).map((kind): Fault => {
    const { minutes, strength } = SHAPES[kind];
    const length = random.between(...minutes) * MINUTE;
    const from = random.between(program.from + 5 * MINUTE, program.until - length);
    const sign = kind === 'clock-skew' && random.chance(0.5) ? -1 : 1;
    const until = Math.round(from + length);
    return {
      deviceId: device.id,
      kind,
      from: Math.round(from),
      until,
      value: null,
      strength: sign * random.between(...strength),
    };
  });
}

/** Depth gauges lie only by the program: each of their lies is an incident with a label. */
function isProgrammed(device: Device, kind: FaultKind): boolean {
  return device.model === 'road-flood-depth' && LYING_KINDS.has(kind);
}

function toFault(lie: Lie, deviceId: string): Fault {
  const [from, until] = [Math.round(lie.from), Math.round(lie.until)];
  return lie.manner === 'spike'
    ? { deviceId, kind: 'spike', from, until, value: lie.depthCm, strength: 0.12 }
    : { deviceId, kind: 'stuck', from, until, value: lie.depthCm, strength: 1 };
}
