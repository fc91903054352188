import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnsweredBucket } from '../../api/buckets.ts';
import type { ZoneState } from '../../model/state.ts';
import { eventually } from '../harness/eventually.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

/** On the grid of minutes. */
const START = 1_782_864_000_000;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const TOPIC = 'city/v1/devices/rain-1/telemetry';

let city: TestCity;
beforeAll(async () => {
  city = await startTestCity({ clock: 'driven', devices: [testDevice('rain-1', 'rain-gauge')] });
});
afterAll(() => city?.close());

test('the rain of a minute is the same in the fused state and in the sums of the API, which say what may be repeats', async () => {
  const [clock, gauge] = [await city.connect('clock'), await city.connect('rain-1')];
  const itIs = (now: number) => clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
  const say = (message: object) => gauge.publishAsync(TOPIC, JSON.stringify(message), { qos: 1 });
  await itIs(START);
  for (let n = 1; n <= 50; n += 1) await say({ ts: START + n * SECOND, values: { rain: 0.2 } });
  await itIs(START + 55 * SECOND);
  // The same number with another value: a repeat that was changed, or a device that does not count.
  for (const rain of [1, 3]) await say({ seq: 100, boot: 'b', values: { rain } });
  // The watermark passes the first minute, and not the second.
  await itIs(START + MINUTE + 20 * SECOND);

  await eventually(async () => {
    const { states } = await city.get<{ states: readonly ZoneState[] }>('/api/state?property=rain.depth');
    const here = states.find(({ zoneId }) => zoneId === 'underpass');
    expect([here?.at, here?.value]).toEqual([START + MINUTE, 11]);
    // 50 and the one that may have a repeat.
    expect(here?.contributors).toHaveLength(51);
  });
  const question = `/api/aggregate?property=rain.depth&zone=city&from=${START}&until=${START + MINUTE}`;
  await eventually(async () => {
    const { buckets } = await city.get<{ buckets: readonly AnsweredBucket[] }>(question);
    expect(buckets).toMatchObject([{ count: 52, valueWithoutRepeats: 11 }]);
    expect(buckets[0]?.value).toBeCloseTo(14, 9);
  });
});
