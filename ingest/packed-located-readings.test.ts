import { expect, test } from 'vitest';
import { GOOD, worsen } from '../model/quality.ts';
import type { LocatedReading, SeriesFacts } from './batch.ts';
import { packLocatedReadings, unpackLocatedReadings } from './packed-located-readings.ts';

const factsOf = (deviceId: string): SeriesFacts => ({
  key: `${deviceId} level`,
  deviceId,
  channel: {
    channel: 'level',
    property: 'drain.level',
    unit: 'm',
    range: [0, 20],
    expectedIntervalSeconds: 60,
    accuracy: 0.02,
  },
  zoneId: 'cell',
  zonePath: ['cell', 'city'],
  deviceIntervalSeconds: 60,
});

function located(count: number): readonly LocatedReading[] {
  const facts = [factsOf('drain-1'), factsOf('drain-2')];
  return Array.from({ length: count }, (_, i) => {
    const one = facts[i % 2] as SeriesFacts;
    const { deviceId, zoneId } = one;
    const times = { observedAt: 1_700_000_000_000 + i, receivedAt: 1_700_000_000_040 + i };
    const quality = i % 3 === 0 ? worsen(GOOD, 'suspect', 'clock-skew') : GOOD;
    const reading = {
      deviceId,
      channel: 'level',
      property: 'drain.level',
      zoneId,
      ...times,
      value: i / 8,
      quality,
    } as const;
    return { facts: one, reading: { ...reading, offset: 7 * i } };
  });
}

test('unpacks the same readings, with shared facts', () => {
  const waiting = located(100);
  const again = unpackLocatedReadings(JSON.parse(JSON.stringify(packLocatedReadings(waiting))));
  expect(again).toEqual(waiting);
  expect(again[2]?.facts).toBe(again[0]?.facts);
});

test('unpacks the plain list in a checkpoint of an earlier version', () => {
  const waiting = located(3);
  expect(unpackLocatedReadings(JSON.parse(JSON.stringify(waiting)))).toEqual(waiting);
});

test('contains the facts that the readings of a channel share only once', () => {
  const waiting = located(1_000);
  expect(JSON.stringify(packLocatedReadings(waiting)).length).toBeLessThan(JSON.stringify(waiting).length / 3);
});
