import { CITYNERVE_JSON } from '../devices/dialects/citynerve-json/citynerve-json.ts';
import type { Dialect, DialectMessage, RawValue } from '../model/dialect.ts';

/**
 * A dialect for tests of the stage: `NAME:VALUE` on `bus/<connection's device>/<device>` is a running counter, of which the difference to the
 * last one is the value. `!` throws when it is decoded, `?` when it is identified, `#` would remember far too much.
 */
export const COUNTER_DIALECT: Dialect<Readonly<Record<string, number | string>>> = {
  name: 'counter',
  topics: ['bus/{deviceId}/+', 'city/v1/devices/{deviceId}/telemetry'],
  stateOf: 'device',
  identify({ topic, deviceId, payload }) {
    if (textOf({ payload }) === '?') throw new Error('who is it?');
    const [root, , device = deviceId] = topic.split('/');
    return root !== 'bus' || device === deviceId ? null : device;
  },
  decode(state, message) {
    const text = textOf(message);
    if (text === '!') throw new TypeError('a bug');
    if (text === '#') return { decoded: readingOf([]), state: { ...state, text: 'x'.repeat(70_000) } };
    const [channel = '', count] = text.split(':');
    const before = state?.[channel];
    const value =
      typeof before === 'number' ? [{ channel, value: Number(count) - before, unit: null, observedAt: null }] : [];
    return { decoded: readingOf(value), state: { ...state, [channel]: Number(count) } };
  },
};

const readingOf = (values: readonly RawValue[]) =>
  ({ ok: true, values, faults: [], messageKey: 'k', sequence: null }) as const;

const textOf = ({ payload }: Pick<DialectMessage, 'payload'>): string => new TextDecoder().decode(payload);

/** The counter beside a dialect that works. */
export const TEST_DIALECTS: readonly Dialect[] = [COUNTER_DIALECT, CITYNERVE_JSON];
