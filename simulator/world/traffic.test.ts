import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { demandShare, flowTraffic } from './traffic.ts';

const ROAD = { freeSpeedKmh: 55, capacityPerHour: 2400, busyness: 0.9 };
const hour = fc.double({ min: 0, max: 23.99, noNaN: true });
const depth = fc.double({ min: 0, max: 150, noNaN: true });

describe('traffic', () => {
  test('deeper water never makes it faster, nor lets more through', () => {
    fc.assert(
      fc.property(hour, depth, depth, (hourOfDay, one, other) => {
        const now = { hourOfDay, rainMmPerHour: 20, jamSpeedKmh: null };
        const shallow = flowTraffic(ROAD, { ...now, depthCm: Math.min(one, other) });
        const deep = flowTraffic(ROAD, { ...now, depthCm: Math.max(one, other) });
        return deep.speedKmh <= shallow.speedKmh && deep.volumePerHour <= shallow.volumePerHour;
      }),
    );
  });

  test('knee-deep water stops it, and a jam slows it on a dry road', () => {
    const noon = { hourOfDay: 12, rainMmPerHour: 0, depthCm: 0, jamSpeedKmh: null };
    expect(flowTraffic(ROAD, noon).speedKmh).toBeGreaterThan(40);
    expect(flowTraffic(ROAD, { ...noon, depthCm: 40 }).speedKmh).toBeLessThan(5);
    expect(flowTraffic(ROAD, { ...noon, jamSpeedKmh: 8 }).speedKmh).toBe(8);
  });

  test('is busiest at the two rush hours', () => {
    expect(demandShare(8)).toBeGreaterThan(demandShare(12));
    expect(demandShare(18)).toBeGreaterThan(demandShare(12));
    expect(demandShare(23.999)).toBeCloseTo(demandShare(0), 2);
  });
});
