import type { CitynerveValue } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { Random } from '../random.ts';
import type { Values } from '../sensing/instrument.ts';
import { toDigits } from '../sensing/instrument.ts';
import type { Fault } from './fault.ts';

/** Values of a stuck device: that of the fault, or the last published ones. */
export function stick(values: Values, fault: Fault, lastPublished: Values | null): Values {
  const { value } = fault;
  if (value !== null) return mapValues(values, () => toDigits(value, 1));
  return lastPublished ?? values;
}

/** A wrong value in a share of the messages (`strength`); null when this message has none. */
export function spike(values: Values, fault: Fault, random: Random): Values | null {
  if (!random.chance(fault.strength)) return null;
  const { value } = fault;
  return mapValues(values, (seen) => toDigits(value ?? 3 * seen + 20, 1));
}

/** Drifts away from the measured value, by `strength` of it at the end of the fault. */
export function drift(values: Values, fault: Fault, at: number): Values {
  const progress = (at - fault.from) / (fault.until - fault.from);
  return mapValues(values, (seen) => toDigits(seen * (1 + fault.strength * progress), 2));
}

function mapValues(values: Values, change: (value: number) => number): Values {
  const entries = Object.entries(values).map(([channel, value]): [string, CitynerveValue] =>
    typeof value === 'number' ? [channel, change(value)] : [channel, { value: change(value.value), unit: value.unit }],
  );
  return Object.fromEntries(entries);
}
