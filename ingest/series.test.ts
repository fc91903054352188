import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChannelModel } from '../model/device.ts';
import { GRID_MILLIS } from '../model/grid.ts';
import { GOOD, type Quality, worsen } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { SeriesFacts } from './batch.ts';
import { Series } from './series.ts';

const START = 1_700_000_040_000;
const BAD: Quality = worsen(GOOD, 'bad', 'out-of-range');
const CHANNEL: ChannelModel = {
  channel: 'level',
  property: 'drain.level',
  unit: 'm',
  range: [0, 20],
  expectedIntervalSeconds: 60,
  accuracy: 0.02,
};
const FACTS: SeriesFacts = {
  key: 'd level',
  deviceId: 'd',
  channel: CHANNEL,
  zoneId: 'cell',
  zonePath: ['cell'],
  deviceIntervalSeconds: 60,
};

const readingAt = (millis: number, offset: number, quality = GOOD): Reading => ({
  deviceId: 'd',
  channel: 'level',
  property: 'drain.level',
  zoneId: 'cell',
  observedAt: START + millis,
  receivedAt: START + millis,
  value: offset,
  quality,
  offset,
});

/** The result of a lookup at each grid point. */
const seen = (lookUp: (at: number) => unknown) =>
  Array.from({ length: 14 }, (_, minute) => lookUp(START - (START % GRID_MILLIS) + minute * GRID_MILLIS));

/** The expected result of a lookup, computed from all readings. */
function amongAll(readings: readonly Reading[], at: number) {
  const valid = readings.filter(({ observedAt }) => observedAt <= at && observedAt > at - 180_000);
  const newestFirst = valid.toSorted((a, b) => b.observedAt - a.observedAt);
  const usable = newestFirst.find(({ quality }) => quality.level !== 'bad');
  const bad = newestFirst.find(({ quality }) => quality.level === 'bad');
  const isBadNewer = bad !== undefined && (usable === undefined || bad.observedAt > usable.observedAt);
  return [usable?.offset ?? null, isBadNewer ? bad.offset : null];
}

describe('the recent readings of a channel', () => {
  test('give the same lookup results as all readings would, for any order of arrival', () => {
    const reading = fc.record({ millis: fc.integer({ min: 0, max: 600_000 }), isBad: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(reading, { selector: ({ millis }) => millis, maxLength: 60 }), (made) => {
        const series = new Series(FACTS);
        const readings = made.map(({ millis, isBad }, i) => readingAt(millis, i, isBad ? BAD : GOOD));
        for (const one of readings) series.add(one, 0);
        const kept = seen((at) => {
          const {
            used: [usable],
            bad: [bad],
          } = series.partAt(at);
          return [usable?.offset ?? null, bad?.offset ?? null];
        });
        expect(kept).toEqual(seen((at) => amongAll(readings, at)));
      }),
    );
  });

  test('take as much memory for a hundred readings a second as for one a minute', () => {
    const series = new Series(FACTS);
    for (let i = 0; i < 60_000; i += 1) series.add(readingAt(i * 10, i), 0);
    expect(series.snapshot().points.length).toBeLessThanOrEqual(11);
  });
});
