import { expect, test } from 'vitest';
import { createHardenedCity } from './hardened-city.ts';
import { HARDENINGS, type Hardening } from './hardenings.ts';

const START = Date.UTC(2026, 6, 1);

/** The depth messages of a quarter of an hour at the first underpass: who, when measured, when arrived, which depth. */
function depths(hardening: Hardening) {
  const { arriving } = createHardenedCity({ seed: 1, hours: 1, devices: 50, startAt: START, hardening });
  return [...arriving()].flatMap(({ at, messages }) =>
    messages
      .filter(({ deviceId }) => deviceId.startsWith('depth-u1'))
      .map(({ deviceId, payload }) => {
        const { ts, values } = JSON.parse(new TextDecoder().decode(payload));
        return { deviceId, measuredAt: Number(ts), arrivedAt: at, depth: Number(values.depth) };
      }),
  );
}
const idsOf = (messages: ReturnType<typeof depths>) => new Set(messages.map(({ deviceId }) => deviceId));

test('the plain city has three gauges at an underpass, whose messages arrive at once', () => {
  const plain = depths(HARDENINGS.plain);
  expect(idsOf(plain).size).toBe(3);
  for (const { measuredAt, arrivedAt } of plain) expect(arrivedAt).toBe(measuredAt);
});

test('hardenings change the gauges and the time of arrival', () => {
  expect(idsOf(depths(HARDENINGS['one-gauge'])).size).toBe(1);
  const late = depths(HARDENINGS['late-20-min']);
  expect(late.length).toBeGreaterThan(0);
  for (const { measuredAt, arrivedAt } of late) expect(arrivedAt - measuredAt).toBe(20 * 60_000);
  const stuck = depths(HARDENINGS['all-stuck']);
  expect(idsOf(stuck).size).toBe(3);
  for (const { depth } of stuck) expect(depth).toBe(0);
});
