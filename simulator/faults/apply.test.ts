import { describe, expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { applyFaults } from './apply.ts';
import type { Fault, FaultKind } from './fault.ts';

const fault = (kind: FaultKind, strength = 1, value: number | null = null): Fault => ({
  deviceId: 'depth-u1-1',
  kind,
  from: 1000,
  until: 2000,
  strength,
  value,
});
const apply = (faults: readonly Fault[], at = 1500) =>
  applyFaults({ at, values: { depth: 4 }, lastPublished: { depth: 3 } }, faults, createRandom(1));

describe('a device with a fault', () => {
  test('publishes what it measures without a fault, before it and after it', () => {
    const healthy = {
      values: { depth: 4 },
      skewMillis: 0,
      isLost: false,
      isDuplicated: false,
      isDelayed: false,
      appliedFaults: [],
    };
    expect(apply([])).toEqual(healthy);
    expect(apply([fault('stuck')], 999)).toEqual(healthy);
    expect(apply([fault('stuck')], 2000)).toEqual(healthy);
  });

  test('stuck: repeats its last value, or the value of the fault', () => {
    expect(apply([fault('stuck')]).values).toEqual({ depth: 3 });
    expect(apply([fault('stuck', 1, 60)]).values).toEqual({ depth: 60 });
  });

  test('spike: jumps away from the measured value', () => {
    expect(apply([fault('spike')]).values).toEqual({ depth: 32 });
    expect(apply([fault('spike', 1, 60)]).values).toEqual({ depth: 60 });
    expect(apply([fault('spike', 0, 60)]).appliedFaults).toEqual([]);
  });

  test('drift: is half-way off at half time', () => {
    expect(apply([fault('drift', 0.5)]).values).toEqual({ depth: 5 });
  });

  test('dropout, clock skew, duplicate and out of order touch the message, not its values', () => {
    expect(apply([fault('dropout')])).toMatchObject({ isLost: true, appliedFaults: ['dropout'] });
    expect(apply([fault('clock-skew', -3)])).toMatchObject({ skewMillis: -180_000, values: { depth: 4 } });
    expect(apply([fault('duplicate')])).toMatchObject({ isDuplicated: true, appliedFaults: ['duplicate'] });
    expect(apply([fault('out-of-order')])).toMatchObject({ isDelayed: true, appliedFaults: ['out-of-order'] });
  });

  test('keeps the unit that it names', () => {
    const values = { level: { value: 100, unit: 'cm' } };
    const outcome = applyFaults({ at: 1500, values, lastPublished: null }, [fault('spike')], createRandom(1));
    expect(outcome.values).toEqual({ level: { value: 320, unit: 'cm' } });
  });
});
