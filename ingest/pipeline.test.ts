import * as fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { FoldResult } from '../model/fold.ts';
import type { JournalBatch, Journalled, JournalRecord, PublicationRecord } from '../model/journal-record.ts';
import { messageDifference, valueDifference } from '../model/ledger.ts';
import { batchOf, NOON, publication, recordingAnalytics, SAMPLE_DEVICES, samplePipeline, tick } from './sample-city.ts';

const MINUTE = 60_000;

async function run(pipeline: ReturnType<typeof samplePipeline>, batches: readonly JournalBatch[]) {
  return lastValueFrom(from(batches).pipe(pipeline.operator, toArray()), { defaultValue: [] });
}

describe('the pipeline', () => {
  it('lists its stages in the order in which a message passes them', () => {
    const order = ['decode', 'deduplicate', 'normalise', 'assess', 'locate', 'fuse'];
    expect(samplePipeline().stages.filter((name) => order.includes(name))).toEqual(order);
  });

  it('completes without a result when the journal is empty', async () => {
    expect(await run(samplePipeline(), [])).toEqual([]);
  });

  it('processes messages from bytes to fused states', async () => {
    const records = [
      tick(NOON - MINUTE),
      publication('rain-1', { rain: 1 }, NOON),
      publication('rain-2', { rain: 3 }, NOON),
      tick(NOON + 20_000),
    ];
    const [result] = await run(samplePipeline(), [batchOf(records)]);
    expect(result?.readings.map(({ value }) => value)).toEqual([1, 3]);
    expect(result?.states.map(({ zoneId, value }) => [zoneId, value])).toEqual([
      ['c1', 2],
      ['city', 2],
      ['east', 2],
    ]);
    expect(result?.nextOffset).toBe(4);
    expect(result?.cityTime).toBe(NOON + 20_000);
  });

  it('has a balanced ledger in each result', async () => {
    const pipeline = samplePipeline();
    const [result] = await run(pipeline, [batchOf([publication('rain-1', { rain: 1, x: 2 }, NOON)])]);
    expect(result?.ledger).toMatchObject([{ messages: { decoded: 1, inFlight: 0 }, values: { unmapped: 1 } }]);
    expect(pipeline.ledgerNow()).toEqual(result?.ledger);
  });

  it('gives the same result for any batch boundaries and from any checkpoint', async () => {
    await fc.assert(
      fc.asyncProperty(
        journal,
        fc.array(fc.nat(60), { maxLength: 6 }),
        fc.nat(60),
        async (records, cuts, checkpoint) => {
          const whole = await foldWhole([batchOf(records)]);
          expect(await foldWhole(records.map((record, i) => batchOf([record], i)))).toEqual(whole);
          expect(await foldWhole(cut(records, cuts))).toEqual(whole);
          expect(await foldWithCheckpoint(records, checkpoint)).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('gives one result for a batch, however many micro-batches it is divided into', async () => {
    const records = Array.from({ length: 300 }, (_, second) => {
      const at = NOON + second * 1000;
      return second % 3 === 0 ? tick(at) : publication('rain-1', { rain: second / 100, new: second, odd: 'x' }, at);
    });
    const [result, ...more] = await run(samplePipeline(), [batchOf(records)]);
    expect(more).toEqual([]);
    expect(result?.nextOffset).toBe(records.length);
    for (const list of [result?.ledger, result?.unmapped]) expect(list).toHaveLength(1);
    expect(result?.states).toHaveLength(3);
    const oneByOne = await foldWhole(records.map((record, i) => batchOf([record], i)));
    expect(await foldWhole([batchOf(records)])).toEqual(oneByOne);
  });

  it('does not change a snapshot later, because it is serialised while the fold continues', async () => {
    await fc.assert(
      fc.asyncProperty(journal, fc.nat(60), async (records, place) => {
        const pipeline = samplePipeline();
        const [first = batchOf([]), second = batchOf([])] = cut(records, [place]);
        await run(pipeline, [first]);
        const saved = pipeline.snapshot();
        const text = JSON.stringify(saved);
        await run(pipeline, [second]);
        expect(JSON.stringify(saved)).toBe(text);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('balances every account, and has as many readings in its results as accepted values in the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(journal, async (records) => {
        const pipeline = samplePipeline();
        const results = await run(pipeline, cut(records, [7, 20]));
        for (const entry of [...results.flatMap(({ ledger }) => ledger), ...pipeline.ledgerNow()]) {
          expect([messageDifference(entry), valueDifference(entry)]).toEqual([0, 0]);
        }
        const sum = (pick: (values: ReturnType<typeof pipeline.ledgerNow>[number]['values']) => number) =>
          pipeline.ledgerNow().reduce((total, { values }) => total + pick(values), 0);
        const keys = results.flatMap(({ readings }) =>
          readings.map((r) => `${r.deviceId} ${r.channel} ${r.observedAt}`),
        );
        expect(sum((values) => values.acceptedOnTime + values.acceptedLate)).toBe(keys.length);
        expect(new Set(keys).size).toBe(keys.length);
        expect(sum((values) => values.unmapped)).toBe(lastCounts(results));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

/** All that must not depend on batch boundaries, as text: concatenated lists, and the last of totals. */
interface Outcome {
  readonly lists: string;
  readonly events: readonly string[];
  readonly totals: string;
}

function outcomeOf(
  results: readonly FoldResult[],
  analytics: ReturnType<typeof recordingAnalytics>,
  snapshot: unknown,
): Outcome {
  const last = <T>(pairs: readonly (readonly [string, T])[]) =>
    [...new Map(pairs)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    lists: JSON.stringify([
      results.flatMap(({ readings }) => readings),
      results.flatMap(({ requalified }) => requalified),
      results.flatMap(({ rejected }) => rejected),
    ]),
    events: analytics.received.map((event, i) => `${JSON.stringify(event)} with devices in ${analytics.seen[i]}`),
    totals: JSON.stringify([
      last(results.flatMap(({ ledger }) => ledger.map((entry) => [entry.deviceId, entry] as const))),
      last(
        results.flatMap(({ states }) => states.map((state) => [`${state.zoneId} ${state.property}`, state] as const)),
      ),
      last(
        results.flatMap(({ unmapped }) =>
          unmapped.map((entry) => [`${entry.deviceId} ${entry.channel}`, entry] as const),
        ),
      ),
      results.at(-1)?.cityTime,
      snapshot,
    ]),
  };
}

async function foldWhole(batches: readonly JournalBatch[]): Promise<Outcome> {
  const analytics = recordingAnalytics();
  const pipeline = samplePipeline(analytics);
  const results = await run(pipeline, batches);
  return outcomeOf(results, analytics, pipeline.snapshot());
}

/** Folds up to a point, saves a checkpoint as JSON, and continues with another pipeline. */
async function foldWithCheckpoint(records: readonly JournalRecord[], at: number): Promise<Outcome> {
  const [first = batchOf([]), second = batchOf([])] = cut(records, [at]);
  const analytics = recordingAnalytics();
  const before = samplePipeline(analytics);
  const results = [...(await run(before, [first]))];
  const after = samplePipeline(analytics);
  after.restore(JSON.parse(JSON.stringify(before.snapshot())));
  if (second.records.length > 0) results.push(...(await run(after, [second])));
  return outcomeOf(results, analytics, after.snapshot());
}

function cut(records: readonly JournalRecord[], places: readonly number[]): JournalBatch[] {
  const whole = batchOf(records).records;
  const ends = [...new Set(places.map((place) => place % (whole.length + 1)).filter((place) => place > 0))].sort(
    (a, b) => a - b,
  );
  return [...ends, whole.length]
    .filter((end, i, all) => end !== all[i - 1])
    .map((end, i) => {
      const part: readonly Journalled[] = whole.slice(ends[i - 1] ?? 0, end);
      return { records: part, nextOffset: end };
    });
}

function lastCounts(results: readonly FoldResult[]): number {
  const counts = new Map<string, number>();
  for (const { unmapped } of results) {
    for (const { deviceId, channel, count } of unmapped) counts.set(`${deviceId} ${channel}`, count);
  }
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Random journals with disorder, duplicates, conflicts, late and future times, gaps, presence records and moves. */
const channelOf: Readonly<Record<string, string>> = { 'drain-1': 'level', 'depth-1': 'depth' };
const deviceId = fc.constantFrom(...SAMPLE_DEVICES.map(({ id }) => id), 'ghost');
const lagSeconds = fc.oneof(
  { weight: 6, arbitrary: fc.nat(8) },
  { weight: 2, arbitrary: fc.nat(400) },
  { weight: 1, arbitrary: fc.constantFrom(-400, -200, 3000, 5000) },
);
const sent = fc
  .record({
    id: deviceId,
    value: fc.constantFrom(0, 1, 1.5, 2, 9, 900),
    lag: lagSeconds,
    ts: fc.constantFrom(true, true, true, false),
    seq: fc.option(fc.nat(6)),
    extra: fc.constantFrom({}, {}, {}, { battery: 3 }, { level: 'x' }, { seq: 'x' }),
    connection: fc.constantFrom(1, 1, 2),
    messageId: fc.constantFrom(1, 2),
  })
  .map(({ id, value, lag, ts, seq, extra, connection, messageId }) => (receivedAt: number): JournalRecord => {
    const observed = Math.floor((receivedAt - lag * 1000) / 10_000) * 10_000;
    const times = ts ? { ts: observed } : {};
    const message = { ...times, ...(seq === null ? {} : { seq }), [channelOf[id] ?? 'rain']: value, ...extra };
    return publication(id, message, receivedAt, { connection, messageId } satisfies Partial<PublicationRecord>);
  });
const moved = fc
  .record({ i: fc.nat(SAMPLE_DEVICES.length - 1), zoneId: fc.constantFrom('c1', 'c2', 'east'), isGone: fc.boolean() })
  .map(({ i, zoneId, isGone }) => (receivedAt: number): JournalRecord => {
    const [device] = SAMPLE_DEVICES.slice(i);
    if (device === undefined) return tick(receivedAt);
    const change = isGone
      ? ({ type: 'device.remove', deviceId: device.id } as const)
      : ({ type: 'device.put', device: { ...device, zoneId } } as const);
    return { kind: 'config', user: 'anna', change, receivedAt, wallAt: receivedAt };
  });
const left = fc
  .record({ id: deviceId, connection: fc.constantFrom(1, 2), clean: fc.boolean() })
  .map(({ id, connection, clean }) => (receivedAt: number): JournalRecord => {
    return { kind: 'presence', deviceId: id, connection, present: false, clean, receivedAt, wallAt: receivedAt };
  });
const acknowledged = fc.constant((receivedAt: number): JournalRecord => {
  const action = { type: 'alert.acknowledge', alertId: 'a', note: '' } as const;
  return { kind: 'action', actionId: 'x', user: 'anna', action, receivedAt, wallAt: receivedAt };
});
const refused = fc.constant((receivedAt: number): JournalRecord => {
  return { kind: 'refusal', deviceId: 'rain-1', reason: 'flood', count: 2, receivedAt, wallAt: receivedAt };
});
const passes = fc.constant(tick);
const interrupted = fc.nat(20).map((minutes) => (receivedAt: number): JournalRecord => {
  return { kind: 'gap', since: receivedAt - minutes * 1000, receivedAt, wallAt: receivedAt };
});
const happening = fc.oneof(
  { weight: 12, arbitrary: sent },
  { weight: 4, arbitrary: passes },
  { weight: 1, arbitrary: moved },
  { weight: 1, arbitrary: left },
  { weight: 1, arbitrary: acknowledged },
  { weight: 1, arbitrary: refused },
  { weight: 1, arbitrary: interrupted },
);
const pause = fc.oneof(fc.nat(900), fc.constantFrom(20_000, 61_000, 200_000));
const journal = fc.array(fc.tuple(happening, pause), { minLength: 1, maxLength: 50 }).map((list) => {
  let receivedAt = NOON;
  return list.map(([make, after]) => {
    receivedAt += after;
    return make(receivedAt);
  });
});
