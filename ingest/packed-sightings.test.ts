import { expect, test } from 'vitest';
import { GOOD, worsen } from '../model/quality.ts';
import type { SeriesFacts, Sighting } from './batch.ts';
import { packSightings, unpackSightings } from './packed-sightings.ts';

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

function sightings(count: number): readonly Sighting[] {
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

test('what waits comes out of a checkpoint as it went in', () => {
  const waiting = sightings(100);
  const again = unpackSightings(JSON.parse(JSON.stringify(packSightings(waiting))));
  expect(again).toEqual(waiting);
  expect(again[2]?.facts).toBe(again[0]?.facts);
});

test('a checkpoint of an earlier version holds them as a plain list', () => {
  const waiting = sightings(3);
  expect(unpackSightings(JSON.parse(JSON.stringify(waiting)))).toEqual(waiting);
});

test('what the readings of a channel share stands in a checkpoint once', () => {
  const waiting = sightings(1_000);
  expect(JSON.stringify(packSightings(waiting)).length).toBeLessThan(JSON.stringify(waiting).length / 3);
});
