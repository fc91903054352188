import { describe, expect, test } from 'vitest';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { PROPERTIES } from '../../model/property.ts';
import { createRandom } from '../random.ts';
import { applyFaults } from './apply.ts';
import type { Fault, FaultKind } from './fault.ts';
import { USUAL_SPANS } from './usual-span.ts';

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
      heldUntil: null,
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

  test('bias: is off by a share of what is usual for the channel, and scale by a share of the value', () => {
    expect(apply([fault('bias', 0.1)]).values).toEqual({ depth: 8 });
    expect(apply([fault('bias', -0.3)]).values).toEqual({ depth: 0 });
    expect(apply([fault('scale', -0.25)]).values).toEqual({ depth: 3 });
    const dry = applyFaults(
      { at: 1500, values: { rain: 0 }, lastPublished: null },
      [fault('bias', 0.3)],
      createRandom(1),
    );
    expect(dry.values).toEqual({ rain: 0 });
  });

  test('every channel of the demo city has a usual span, except amounts', () => {
    const channels = DEVICE_MODELS.flatMap((model) => model.channels);
    for (const { channel, property } of channels) {
      if (PROPERTIES[property].kind !== 'amount') expect([channel, USUAL_SPANS[channel]]).not.toContain(undefined);
      else expect([channel, USUAL_SPANS[channel]]).toContain(undefined);
    }
  });

  test('chatter: jumps to its value and back; the sun warms a thermometer most at noon', () => {
    expect(apply([fault('chatter', 1, 50)]).values).toEqual({ depth: 50 });
    expect(apply([fault('chatter', 0, 50)]).values).toEqual({ depth: 4 });
    const shine = (at: number) =>
      applyFaults(
        { at, values: { temperature: 30, rain: 1 }, lastPublished: null },
        [fault('sun', 8)],
        createRandom(1),
      );
    expect(shine(1500).values).toEqual({ temperature: 38, rain: 1 });
    expect(shine(1000).values).toEqual({ temperature: 30, rain: 1 });
  });

  test('late and backlog hold a message, its own time kept', () => {
    expect(apply([fault('late', 20)])).toMatchObject({ heldUntil: 1500 + 20 * 60_000, skewMillis: 0 });
    expect(apply([fault('backlog')])).toMatchObject({ heldUntil: 2000 });
    expect(apply([fault('late', 2), fault('late', 20)]).heldUntil).toBe(1500 + 20 * 60_000);
  });

  test('drift: is half-way off at half time', () => {
    expect(apply([fault('drift', 0.5)]).values).toEqual({ depth: 5 });
    expect(apply([fault('drift', 0, 20)]).values).toEqual({ depth: 14 });
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
