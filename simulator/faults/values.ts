import type { CitynerveValue } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { Random } from '../random.ts';
import type { Values } from '../sensing/instrument.ts';
import { toDigits } from '../sensing/instrument.ts';
import type { Fault, FaultKind } from './fault.ts';
import { usualSpan } from './usual-span.ts';

/** What a value fault looks at besides the values. */
export interface FaultyMessage {
  readonly at: number;
  readonly lastPublished: Values | null;
  readonly random: Random;
}

/** How each value fault changes a message; null when it leaves this one as it is. */
type Corruption = (values: Values, fault: Fault, message: FaultyMessage) => Values | null;

const CORRUPTIONS: Partial<Readonly<Record<FaultKind, Corruption>>> = {
  stuck: (values, { value }, { lastPublished }) =>
    value === null ? (lastPublished ?? values) : change(values, () => value, 1),
  spike: jump,
  chatter: jump,
  drift: (values, fault, { at }) => {
    const share = progress(fault, at);
    return change(values, (seen) => seen * (1 + fault.strength * share) + (fault.value ?? 0) * share, 2);
  },
  scale: (values, { strength }) => change(values, (seen) => seen * (1 + strength), 2),
  bias: (values, { strength }) =>
    change(
      values,
      (seen, channel, unit) => {
        const span = usualSpan(channel, unit);
        return span === 0 ? seen * (1 + strength) : seen + strength * span;
      },
      2,
    ),
  sun: (values, fault, { at }) => {
    const { temperature } = values;
    if (temperature === undefined) return null;
    const warmer = fault.strength * Math.sin(Math.PI * progress(fault, at));
    return { ...values, ...change({ temperature }, (seen) => seen + warmer, 2) };
  },
};

/** The values of a message with one fault; null: as they were. */
export function corrupt(values: Values, fault: Fault, message: FaultyMessage): Values | null {
  return CORRUPTIONS[fault.kind]?.(values, fault, message) ?? null;
}

/** A wrong value in a share of the messages: that of the fault, else one far away. */
function jump(values: Values, { value, strength }: Fault, { random }: FaultyMessage): Values | null {
  return random.chance(strength) ? change(values, (seen) => value ?? 3 * seen + 20, 1) : null;
}

const progress = ({ from, until }: Fault, at: number): number => (at - from) / (until - from);

/** Changes every number. One that cannot be negative does not become so. */
function change(
  values: Values,
  to: (seen: number, channel: string, unit: string | null) => number,
  digits: number,
): Values {
  const changed = (seen: number, channel: string, unit: string | null) => {
    const value = to(seen, channel, unit);
    return toDigits(seen >= 0 ? Math.max(0, value) : value, digits);
  };
  const entries = Object.entries(values).map(([channel, value]): [string, CitynerveValue] =>
    typeof value === 'number'
      ? [channel, changed(value, channel, null)]
      : [channel, { value: changed(value.value, channel, value.unit), unit: value.unit }],
  );
  return Object.fromEntries(entries);
}
