import * as fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { JournalBatch, JournalRecord } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import { batchOf, NOON, publication, recordingAnalytics, SAMPLE_DEVICES, samplePipeline } from './sample-city.ts';

const MINUTE = 60_000;
const device = { ...(SAMPLE_DEVICES[0] as (typeof SAMPLE_DEVICES)[number]), id: 'counter-1', model: 'rain-counter' };

/** The sample city with a rain gauge that sends a running total. */
function cityWithCounter() {
  const analytics = recordingAnalytics();
  analytics.registry.apply({ type: 'device.put', device });
  return samplePipeline(analytics);
}

async function fold(pipeline: ReturnType<typeof samplePipeline>, batches: readonly JournalBatch[]) {
  const results = await lastValueFrom(from(batches).pipe(pipeline.operator, toArray()), { defaultValue: [] });
  return results.flatMap(({ readings }) => readings);
}

const said = (total: number, minute: number, arrival = minute): JournalRecord =>
  publication(device.id, { ts: NOON + minute * MINUTE, rain: total }, NOON + arrival * MINUTE);
const amounts = (readings: readonly Reading[]) =>
  readings.map(({ value, quality }) => [value, quality.level].join(' '));

describe('counters', () => {
  it('a rain gauge that stands at 35.6 has no rain, then what it rained, and all of it after a reset', async () => {
    const dial = [...Array.from({ length: 29 }, () => 35.6), 35.8, 0.2];
    const readings = await fold(cityWithCounter(), [batchOf(dial.map((total, minute) => said(total, minute)))]);
    expect(amounts(readings)).toEqual([...Array.from({ length: 29 }, () => '0 good'), '0.2 good', '0.2 good']);
  });

  it('home-assistant#114630: a 0 between two totals brings no rain; what may be none is marked', async () => {
    const fast = await fold(cityWithCounter(), [
      batchOf([35.6, 35.8, 0, 36].map((total, minute) => said(total, minute))),
    ]);
    expect(amounts(fast)).toEqual(['0 good', '0.2 good', '0 good', '0.2 good']);
    const slow = await fold(cityWithCounter(), [batchOf([said(35.8, 0), said(0, 1), said(36, 11), said(36.2, 12)])]);
    expect(amounts(slow)).toEqual(['0 good', '0 good', '36 good', '0.2 good']);
    expect(slow.map(({ quality }) => quality.reasons)).toEqual([[], [], ['possible-repeat'], []]);
  });

  it('a repeat has no amount, a late total none that was counted, and a removed device begins anew', async () => {
    const removed = { kind: 'config', user: 'anna', receivedAt: NOON + 9 * MINUTE, wallAt: 0 } as const;
    const records: readonly JournalRecord[] = [
      said(10, 0),
      said(14, 2),
      said(14, 2, 3),
      said(12, 1, 4),
      { ...removed, change: { type: 'device.remove', deviceId: device.id } },
      { ...removed, change: { type: 'device.put', device } },
      said(99, 10),
      said(-1, 11),
      said(99.5, 12),
    ];
    const readings = await fold(cityWithCounter(), [batchOf(records)]);
    expect(amounts(readings)).toEqual(['0 good', '4 good', '0 good', '0 good', '-1 bad', '0.5 good']);
  });

  it('a total without a time that may be a repeat, and was there, is no reset', async () => {
    // Two clients used one packet id in turn, and the first one sends again.
    const said = (total: number, minute: number, dup = false) =>
      publication(device.id, { rain: total }, NOON + minute * MINUTE, { messageId: 1, ...(dup && { dup }) });
    const readings = await fold(cityWithCounter(), [
      batchOf([said(0.2, 1), said(0.4, 2), said(0.2, 3, true), said(0.6, 4)]),
    ]);
    expect(readings.map(({ value }) => value)).toEqual([0, 0.2, 0, 0.2]);
    expect(readings[2]?.quality.reasons).toContain('possible-repeat');
  });

  it('the values of one message count in order of time', async () => {
    const backlog = [3, 1, 2].map((minute) => ({ ts: NOON + minute * MINUTE, values: { rain: 10 + minute } }));
    const readings = await fold(cityWithCounter(), [
      batchOf([publication(device.id, { readings: backlog }, NOON + 4 * MINUTE)]),
    ]);
    expect(readings.map(({ observedAt, value }) => [(observedAt - NOON) / MINUTE, value])).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
  });

  it('do not depend on where batches are cut, nor on a restart from a checkpoint', async () => {
    const dial = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.nat(5)), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(dial, fc.array(fc.nat(25), { maxLength: 4 }), fc.nat(4), async (totals, cuts, restartAt) => {
        const records = totals.map(([total, late], i) => said(total / 10, i - late, i));
        const whole = await fold(cityWithCounter(), [batchOf(records)]);
        const places = [...new Set([0, ...cuts.filter((cut) => cut < records.length), records.length])].sort(
          (a, b) => a - b,
        );
        const parts: Reading[] = [];
        let pipeline = cityWithCounter();
        for (const [index, place] of places.slice(0, -1).entries()) {
          if (index === restartAt) {
            const snapshot = JSON.parse(JSON.stringify(pipeline.snapshot()));
            pipeline = cityWithCounter();
            pipeline.restore(snapshot);
          }
          parts.push(...(await fold(pipeline, [batchOf(records.slice(place, places[index + 1]), place)])));
        }
        expect(parts).toEqual(whole);
        for (const { value } of whole) expect(value).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });
});
