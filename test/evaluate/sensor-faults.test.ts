import { expect, test } from 'vitest';
import type { Sensor } from './fusion-scene.ts';
import { planSensorFaults } from './sensor-faults.ts';

const HOUR = 3_600_000;
const sensors = ['a', 'b'].flatMap((zoneId) =>
  Array.from(
    { length: 10 },
    (_, number): Sensor => ({
      id: `${zoneId}${number}`,
      zoneId,
      property: 'air.pm2_5',
      channel: 'pm2_5',
      range: [0, 100],
      typical: 30,
    }),
  ),
);
const plan = (share: number, seed = 1) => planSensorFaults({ seed, sensors, share, startAt: 0, endAt: 10 * HOUR });

test('the share of each group is faulty, from the first hour on, and the same seed gives the same', () => {
  const faults = plan(0.3);
  for (const zoneId of ['a', 'b']) {
    expect([...faults.keys()].filter((id) => id.startsWith(zoneId))).toHaveLength(3);
  }
  for (const { from } of faults.values()) expect(from).toBeLessThanOrEqual(HOUR);
  expect([...plan(0.3)].map(([id, { kind, from }]) => [id, kind, from])).toEqual(
    [...faults].map(([id, { kind, from }]) => [id, kind, from]),
  );
  expect(plan(0).size).toBe(0);
  expect(plan(1).size).toBe(20);
});

test('a stuck sensor keeps its value, a biased one its distance, a drifting one goes away, and one in ten is a spike', () => {
  const faults = [...plan(1).values()];
  const of = (kind: string) => {
    const fault = faults.find((each) => each.kind === kind);
    if (fault === undefined) throw new Error(`no fault ${kind}`);
    return fault;
  };
  const stuck = of('stuck');
  expect([40, 50, 60].map((value) => stuck.spoil(value, HOUR))).toEqual([40, 40, 40]);
  const bias = of('bias');
  const away = bias.spoil(50, HOUR) - 50;
  expect(Math.abs(away)).toBeGreaterThan(5);
  expect(bias.spoil(60, 9 * HOUR) - 60).toBeCloseTo(away, 1);
  const drift = of('drift');
  expect(drift.spoil(50, drift.from)).toBe(50);
  expect(Math.abs(drift.spoil(50, 10 * HOUR) - 50)).toBeGreaterThan(11);
  const spikes = of('spikes');
  const changed = Array.from({ length: 1000 }, () => spikes.spoil(50, HOUR)).filter((value) => value !== 50);
  expect(changed.length).toBeGreaterThan(50);
  expect(changed.length).toBeLessThan(200);
});
