import type { CitynerveValue } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { Random } from '../random.ts';
import type { Values } from '../sensing/instrument.ts';
import { toDigits } from '../sensing/instrument.ts';
import type { Fault } from './fault.ts';

/** What a device says while it is stuck: a given value, or for ever what it said last. */
export function stick(values: Values, fault: Fault, lastSaid: Values | null): Values {
  const { value } = fault;
  if (value !== null) return mapValues(values, () => toDigits(value, 1));
  return lastSaid ?? values;
}

/** Now and then (`strength` of the messages) a value from nowhere; null when this message is spared. */
export function spike(values: Values, fault: Fault, random: Random): Values | null {
  if (!random.chance(fault.strength)) return null;
  const { value } = fault;
  return mapValues(values, (seen) => toDigits(value ?? 3 * seen + 20, 1));
}

/** Grows away from the truth, by `strength` of the value at the end. */
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
