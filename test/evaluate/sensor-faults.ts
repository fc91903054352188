import { createRandom, type Random } from '../../simulator/random.ts';
import { type Sensor, sceneKey } from './fusion-scene.ts';

/** A sensor's fault: from `from` (milliseconds since 1970) to the end of the run. */
export interface SensorFault {
  readonly kind: 'bias' | 'drift' | 'stuck' | 'spikes';
  readonly from: number;
  /** What is published instead of a measured value at `at`. */
  readonly spoil: (value: number, at: number) => number;
}

const KINDS = ['bias', 'drift', 'stuck', 'spikes'] as const;
/** Faults begin in this first part of a run. */
const BEGIN_SHARE = 0.1;
/** One value in so many is a spike. */
const SPIKE_SHARE = 0.1;

/**
 * Faults of a share of the sensors: of each group of one property in one zone the share, rounded up or down at random,
 * the kinds in turn. The same seed gives the same faults.
 */
export function planSensorFaults(run: {
  readonly seed: number;
  readonly sensors: readonly Sensor[];
  readonly share: number;
  readonly startAt: number;
  readonly endAt: number;
}): ReadonlyMap<string, SensorFault> {
  const faults = new Map<string, SensorFault>();
  const kinds = createRandom(run.seed, 'fault-kinds').shuffle(KINDS);
  for (const [key, group] of Map.groupBy(run.sensors, sceneKey)) {
    const random = createRandom(run.seed, 'sensor-faults', key);
    const count = Math.floor(run.share * group.length + random.next());
    for (const sensor of random.shuffle(group).slice(0, count)) {
      const kind = kinds[faults.size % kinds.length] ?? 'bias';
      const from = run.startAt + BEGIN_SHARE * random.next() * (run.endAt - run.startAt);
      faults.set(sensor.id, { kind, from, spoil: spoilerOf(kind, sensor, { from, endAt: run.endAt, random }) });
    }
  }
  return faults;
}

function spoilerOf(
  kind: SensorFault['kind'],
  { range: [least, most], typical }: Sensor,
  { from, endAt, random }: { readonly from: number; readonly endAt: number; readonly random: Random },
): SensorFault['spoil'] {
  const sign = random.chance(0.5) ? 1 : -1;
  const biasBy = sign * typical * random.between(0.2, 0.4);
  const driftBy = sign * typical * random.between(0.4, 0.8);
  const inRange = (value: number): number => Number(Math.min(most, Math.max(least, value)).toFixed(2));
  let stuckAt: number | null = null;
  switch (kind) {
    case 'bias':
      return (value) => inRange(value + biasBy);
    case 'drift':
      return (value, at) => inRange(value + (driftBy * (at - from)) / (endAt - from));
    case 'stuck':
      return (value) => {
        stuckAt ??= value;
        return stuckAt;
      };
    case 'spikes':
      return (value) => {
        const size = typical * random.between(0.5, 1.5) * (random.chance(0.5) ? 1 : -1);
        return random.chance(SPIKE_SHARE) ? inRange(value + size) : value;
      };
  }
}
