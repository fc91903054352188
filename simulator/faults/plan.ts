import type { Device } from '../../model/device.ts';
import { createRandom, type Random } from '../random.ts';
import type { GaugeFault, Schedule } from '../world/schedule.ts';
import { FAULT_KINDS, type Fault, type FaultKind, VALUE_FAULT_KINDS } from './fault.ts';

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

/** All faults of one block: random ones of any device, and those that the schedule has for depth gauges. */
export function planFaults(run: {
  readonly seed: number;
  readonly devices: readonly Device[];
  readonly schedule: Schedule;
  readonly zoneOf: (device: Device) => string | null;
}): readonly Fault[] {
  const { schedule, devices } = run;
  const accidental = devices.flatMap((device) =>
    planFor(device, schedule, createRandom(run.seed, 'faults', schedule.from, device.id)),
  );
  const scheduled = schedule.gaugeFaults.flatMap((fault) => {
    const gauges = devices.filter(
      (device) => device.model === 'road-flood-depth' && run.zoneOf(device) === fault.zoneId,
    );
    const device = gauges[fault.gauge % gauges.length];
    return device ? [toFault(fault, device.id)] : [];
  });
  const faulty = new Set(scheduled.map((fault) => fault.deviceId));
  // A gauge with a scheduled fault has no other, so that its label is complete.
  return [...accidental.filter((fault) => !faulty.has(fault.deviceId)), ...scheduled];
}

function planFor(device: Device, schedule: Schedule, random: Random): readonly Fault[] {
  return FAULT_KINDS.filter((kind) => random.chance(CHANCE) && !isScheduled(device, kind)).map((kind): Fault => {
    const { minutes, strength } = SHAPES[kind];
    const length = random.between(...minutes) * MINUTE;
    const from = random.between(schedule.from + 5 * MINUTE, schedule.until - length);
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

/** Value faults of depth gauges come from the schedule only: each is an incident with a label. */
function isScheduled(device: Device, kind: FaultKind): boolean {
  return device.model === 'road-flood-depth' && VALUE_FAULT_KINDS.has(kind);
}

function toFault(fault: GaugeFault, deviceId: string): Fault {
  const [from, until] = [Math.round(fault.from), Math.round(fault.until)];
  return fault.manner === 'spike'
    ? { deviceId, kind: 'spike', from, until, value: fault.depthCm, strength: 0.12 }
    : { deviceId, kind: 'stuck', from, until, value: fault.depthCm, strength: 1 };
}
