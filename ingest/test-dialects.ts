import { CITYNERVE_JSON } from '../devices/dialects/citynerve-json/citynerve-json.ts';
import type { Dialect, DialectMessage, RawValue } from '../model/dialect.ts';

/**
 * A stateful dialect for tests. A message `CHANNEL:COUNT` on the topic `bus/<connected device>/<sending device>` is a
 * counter reading; the value is its difference to the last one. `!` throws in `decode`, `?` throws in `identify`, and
 * `#` exceeds the limit of the state.
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

/** The counter dialect, and one that does not fail. */
export const TEST_DIALECTS: readonly Dialect[] = [COUNTER_DIALECT, CITYNERVE_JSON];
