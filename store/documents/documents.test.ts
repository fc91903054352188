// Long because it is one list of short cases about one file.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALERT_STATUSES, matchesAlert, newestFirst } from '../../model/alert-filter.ts';
import { evidenceHash } from '../../model/evidence-hash.ts';
import { type DocumentsOptions, openDocuments } from './documents.ts';
import type { Documents } from './documents-interface.ts';
import { sampleAlert, sampleBatch, sampleLedger, sampleRejected, sampleState } from './sample-batch.ts';
import { DocumentsVersionError } from './tables.ts';

let folder: string;
let file: string;
let documents: Documents;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citynerve-documents-'));
  file = join(folder, 'brain.sqlite');
  documents = openDocuments(file);
});
afterEach(() => {
  documents.close();
  rmSync(folder, { recursive: true });
});

function reopen(options: DocumentsOptions = {}): void {
  documents.close();
  documents = openDocuments(file, options);
}

const kept = () => documents.checkpoints().map(({ nextOffset }) => nextOffset);

function save(nextOffset: number, folds: object = { n: nextOffset }, keepFor: readonly number[] = []): void {
  documents.saveFolds({ nextOffset, cityTime: nextOffset * 1000, text: JSON.stringify(folds), keepFor });
}

const offsets = () => documents.rejected({ limit: 1000 }).map(({ offset }) => offset);

describe('the position of the documents', () => {
  it('is the beginning of the journal at first, then where the last part reached, wherever the folds stand', () => {
    expect([documents.checkpoints(), documents.committed()]).toEqual([[], null]);
    const folds = { ingest: { seen: ['水'] }, analytics: [1, null] };
    documents.commit(sampleBatch(5));
    save(5, folds);
    documents.commit(sampleBatch(9));
    save(12);
    reopen();
    const [, checkpoint] = documents.checkpoints();
    expect([checkpoint?.nextOffset, checkpoint?.cityTime, checkpoint?.folds()]).toEqual([5, 5000, folds]);
    expect(documents.committed()).toEqual({ nextOffset: 9, cityTime: 9000 });
  });

  it('keeps the state of the folds that was saved last, and the one before it', () => {
    for (const n of [5, 6, 7]) save(n);
    expect(documents.checkpoints().map(({ nextOffset, folds }) => [nextOffset, folds()])).toEqual([
      [7, { n: 7 }],
      [6, { n: 6 }],
    ]);
  });

  it('keeps the newest checkpoint from which a sink that lags can be fed, for as long as it lags', () => {
    for (const n of [2, 4, 6, 8]) save(n, undefined, [5]);
    expect(kept()).toEqual([8, 6, 4]);
    for (const n of [10, 12]) save(n, undefined, [5, 9]);
    expect(kept()).toEqual([12, 10, 8, 4]);
    save(14, undefined, [13]);
    expect(kept()).toEqual([14, 12]);
  });

  it('keeps the oldest checkpoint for a sink whose cursor lies before all, or is not known while it is away', () => {
    for (const n of [2, 4, 6]) save(n, undefined, [3]);
    for (const n of [8, 10]) save(n, undefined, [0]);
    expect(kept()).toEqual([10, 8, 2]);
  });

  it('forgets later checkpoints when a fold could not start from them, and changes nothing that is shown', () => {
    documents.commit(sampleBatch(9, { alerts: [sampleAlert()], rejected: [sampleRejected(4)] }));
    for (const n of [8, 9]) save(n);
    const shown = () => [documents.committed(), documents.alerts({ status: 'all', limit: 9 }), offsets()];
    const before = shown();
    for (const n of [3, 4]) save(n);
    reopen();
    expect([kept(), shown()]).toEqual([[4, 3], before]);
    expect(() => documents.commit(sampleBatch(8))).toThrow(RangeError);
  });

  it('detects a checkpoint whose bytes were changed', () => {
    save(5, { n: 'five' });
    save(6, { n: 'six' });
    documents.close();
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"n":"six"');
    expect(at).toBeGreaterThan(0);
    bytes.write('S', at + 5);
    // As after a crash: a file that was closed carries a seal over all its bytes.
    rmSync(`${file}.sum`);
    writeFileSync(file, bytes);
    documents = openDocuments(file, { onDamage: (detail) => expect.fail(detail) });
    const [newest, older] = documents.checkpoints();
    expect(() => newest?.folds()).toThrow('not those that were written');
    expect(older?.folds()).toEqual({ n: 'five' });
  });

  it('a file of version 1 is migrated with its one checkpoint', () => {
    documents.commit(sampleBatch(5, { alerts: [sampleAlert()] }));
    documents.close();
    const raw = new DatabaseSync(file);
    raw.exec(`DROP TABLE checkpoints; DROP TABLE evidence; UPDATE schema_version SET version = 1;
      CREATE TABLE outbox (seq INTEGER PRIMARY KEY, id TEXT, json TEXT) STRICT;
      CREATE TABLE outbox_done (id TEXT PRIMARY KEY) STRICT;
      CREATE TABLE folds (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
      INSERT INTO folds VALUES ('pipeline', '{"n":5}'), ('more', '[1]');
      INSERT INTO progress VALUES ('checkpoint', 5, 5000);`);
    raw.close();
    // That version sealed nothing.
    rmSync(`${file}.sum`);
    documents = openDocuments(file);
    expect(documents.checkpoints().map((one) => [one.nextOffset, one.cityTime, one.folds()])).toEqual([
      [5, 5000, { pipeline: { n: 5 }, more: [1] }],
    ]);
    expect(documents.alert('a1')).not.toBeNull();
  });

  it('never goes back: a batch before it is refused as a whole', () => {
    documents.commit(sampleBatch(5));
    expect(() => documents.commit(sampleBatch(4, { alerts: [sampleAlert()] }))).toThrow(RangeError);
    expect(documents.alert('a1')).toBeNull();
    documents.commit(sampleBatch(5));
  });
});

describe('alerts', () => {
  it('are kept byte for byte as JSON gave them', () => {
    const alert = sampleAlert({ id: 'x/🌧 "1"' });
    documents.commit(sampleBatch(1, { alerts: [alert] }));
    reopen();
    expect(documents.alertText(alert.id)).toBe(JSON.stringify(alert));
    expect(documents.alert(alert.id)).toEqual(alert);
    expect([documents.alert('none'), documents.alertText('none')]).toEqual([null, null]);
  });

  it('have the evidence of each step, under its hash, once, and only as theirs', () => {
    const alert = sampleAlert();
    const [first, second] = [1, 2].map((offset) => {
      const evidence = { ...alert.evidence, offset };
      return { alertId: alert.id, hash: evidenceHash(evidence), evidence };
    });
    if (first === undefined || second === undefined) throw new Error('two are made');
    documents.commit(sampleBatch(1, { alerts: [alert], evidence: [first] }));
    documents.commit(sampleBatch(2, { evidence: [first, second] }));
    reopen();
    for (const { hash, evidence } of [first, second]) expect(documents.evidence(alert.id, hash)).toEqual(evidence);
    expect([documents.evidence('other', first.hash), documents.evidence(alert.id, 'none')]).toEqual([null, null]);
  });

  it('are listed newest first, the active ones apart, each in its last revision', () => {
    const [a, b, c] = [1, 2, 3].map((n) => sampleAlert({ id: `a${n}`, raisedAt: n * 1000 })) as [
      ReturnType<typeof sampleAlert>,
      ReturnType<typeof sampleAlert>,
      ReturnType<typeof sampleAlert>,
    ];
    documents.commit(sampleBatch(1, { alerts: [a, b, c] }));
    const cleared = { ...c, revision: 2, status: 'cleared' as const, clearedAt: 9000 };
    const acknowledged = { ...a, revision: 2, status: 'acknowledged' as const };
    documents.commit(sampleBatch(2, { alerts: [cleared, acknowledged] }));
    expect(documents.alerts({ status: 'all', limit: 10 })).toEqual([cleared, b, acknowledged]);
    expect(documents.alerts({ status: 'active', limit: 10 })).toEqual([b, acknowledged]);
    expect(documents.alerts({ status: 'all', limit: 1 })).toEqual([cleared]);
  });

  it('are listed by status, scenario, zones, time and place, as the filter of the model says', () => {
    const all = [1, 2, 3, 4, 5, 6].map((n) => {
      const clearedAt = n % 3 === 0 ? n * 1000 + 500 : null;
      const status = (['open', 'acknowledged', 'cleared'] as const)[clearedAt === null ? n % 2 : 2] ?? 'open';
      return sampleAlert({
        id: `a${n}`,
        raisedAt: Math.ceil(n / 2) * 1000,
        scenarioId: n % 2 === 0 ? 'heat' : 'gas',
        zoneId: `z${n % 3}`,
        status,
        clearedAt,
      });
    });
    documents.commit(sampleBatch(1, { alerts: all }));
    const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    const filters = fc.record({
      status: fc.constantFrom(...ALERT_STATUSES),
      scenarioId: optional(['heat', 'gas', 'none']),
      zoneIds: optional([['z0'], ['z1', 'z2'], []]),
      from: optional([0, 1000, 3500, 3501, 9000]),
      until: optional([0, 1000, 1001, 9000]),
      after: optional(all),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(filters, (given) => {
        const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const wanted = { ...filter, status: given.status, limit: given.limit };
        const expected = all.filter((alert) => matchesAlert(alert, wanted)).sort(newestFirst);
        expect(documents.alerts(wanted)).toEqual(expected.slice(0, given.limit));
      }),
    );
  });
});

describe('rejected messages', () => {
  const someone = { deviceId: 'd2', reason: 'not-a-number', channel: 'rain' } as const;

  it('are listed newest first, by device and reason, and counted', () => {
    const rejected = [sampleRejected(1), sampleRejected(2, someone), sampleRejected(3)];
    documents.commit(sampleBatch(4, { rejected }));
    expect(documents.rejected({ limit: 10 })).toEqual([...rejected].reverse());
    expect(documents.rejected({ limit: 10, deviceId: 'd2' })).toEqual([rejected[1]]);
    expect(documents.rejected({ limit: 10, reason: 'not-a-number', before: 2 })).toEqual([]);
    expect(documents.rejectedCounts()).toEqual([
      { deviceId: 'd1', reason: 'not-decodable', count: 2 },
      { deviceId: 'd2', reason: 'not-a-number', count: 1 },
    ]);
    expect(documents.rejectedCounts('d2')).toHaveLength(1);
  });

  it('are paged by offset without losing values of one message between two pages', () => {
    const ofOne = ['rain', 'level', 'fill'].map((channel) => sampleRejected(7, { channel }));
    documents.commit(sampleBatch(10, { rejected: [sampleRejected(6), ...ofOne, sampleRejected(8)] }));
    const first = documents.rejected({ limit: 2 });
    expect(first.map(({ offset, channel }) => channel ?? offset)).toEqual([8, 'rain', 'level', 'fill']);
    expect(documents.rejected({ limit: 2, before: 7 }).map(({ offset }) => offset)).toEqual([6]);
    expect(documents.rejected({ limit: 2, before: 6 })).toEqual([]);
  });

  it('are kept up to a number, the newest; the counts go on', () => {
    reopen({ keepRejected: 3 });
    documents.commit(sampleBatch(5, { rejected: [1, 2, 3, 4].map((n) => sampleRejected(n)) }));
    documents.commit(sampleBatch(7, { rejected: [sampleRejected(5)] }));
    expect(offsets()).toEqual([5, 4, 3]);
    expect(documents.rejectedCounts()).toMatchObject([{ count: 5 }]);
  });
});

describe('books, states and unmapped channels', () => {
  it('are replaced as a whole, and found by what they are about', () => {
    const unmapped = { deviceId: 'd1', channel: 'x', count: 1, lastOffset: 1, lastValue: 2 };
    const rain = sampleState();
    const level = sampleState({ zoneId: 'cell-2', property: 'drain.level' });
    documents.commit(
      sampleBatch(1, {
        unmapped: [unmapped],
        ledger: [sampleLedger('d1', 1), sampleLedger('d2', 5)],
        states: [rain, level],
      }),
    );
    const [more, wetter] = [
      { ...unmapped, count: 2 },
      { ...rain, at: 2000, value: 3 },
    ];
    documents.commit(sampleBatch(2, { unmapped: [more], ledger: [sampleLedger('d1', 2)], states: [wetter] }));
    expect(documents.unmapped()).toEqual([more]);
    expect(documents.unmapped('d2')).toEqual([]);
    expect(documents.ledger()).toEqual([sampleLedger('d1', 2), sampleLedger('d2', 5)]);
    expect(documents.ledger('d2')).toEqual([sampleLedger('d2', 5)]);
    expect(documents.states()).toEqual([wetter, level]);
    expect(documents.states({ zoneId: 'cell-2' })).toEqual([level]);
    expect(documents.states({ property: 'rain.depth' })).toEqual([wetter]);
    expect(documents.states({ zoneId: 'cell-2', property: 'rain.depth' })).toEqual([]);
  });
});

describe('the documents file', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['of another kind', () => Buffer.from('this was never a database, but long enough to be looked at '.repeat(40))],
    ['cut in half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['spoilt behind its first page', (bytes) => bytes.fill(0xa5, 4096)],
    ['made of nothing but zeros', (bytes) => bytes.fill(0)],
    ['without a byte', () => Buffer.alloc(0)],
  ])('%s is moved aside, and an empty one takes its place', (_, spoilt) => {
    documents.commit(sampleBatch(5, { alerts: [sampleAlert()] }));
    documents.close();
    writeFileSync(file, spoilt(readFileSync(file)));
    const damage: string[] = [];
    documents = openDocuments(file, { onDamage: (detail) => damage.push(detail) });
    expect(damage).toEqual([expect.stringContaining(`${file}.damaged-1`)]);
    expect([documents.checkpoints(), documents.alerts({ status: 'all', limit: 9 })]).toEqual([[], []]);
    documents.commit(sampleBatch(1));
    expect(readdirSync(folder)).toContain('brain.sqlite.damaged-1');
  });

  it('that was closed properly and then changed by one bit is detected as damaged', () => {
    documents.commit(sampleBatch(5, { alerts: [sampleAlert()], ledger: [sampleLedger('d1', 3)] }));
    documents.close();
    const sound = readFileSync(file);
    const seal = readFileSync(`${file}.sum`);
    fc.assert(
      fc.property(fc.nat(sound.length * 8 - 1), (bit) => {
        const altered = Buffer.from(sound);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        writeFileSync(file, altered);
        writeFileSync(`${file}.sum`, seal);
        const damage: string[] = [];
        documents = openDocuments(file, { onDamage: (detail) => damage.push(detail) });
        expect([damage.length, documents.checkpoints()]).toEqual([1, []]);
        documents.close();
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['a page', (bytes: Buffer) => bytes.fill(0, 4096 * 3, 4096 * 4)],
    [
      'the description of a table',
      (bytes: Buffer) => bytes.fill('zz', bytes.indexOf('journal_offset'), bytes.indexOf('journal_offset') + 2),
    ],
  ])('left by a crash and then altered in %s is found out', (_, spoil) => {
    documents.commit(sampleBatch(5, { alerts: [sampleAlert()] }));
    documents.close();
    rmSync(`${file}.sum`);
    writeFileSync(file, spoil(readFileSync(file)));
    const damage: string[] = [];
    documents = openDocuments(file, { onDamage: (detail) => damage.push(detail) });
    expect([damage.length, documents.checkpoints()]).toEqual([1, []]);
  });

  it('damaged while it is open is reported, and quarantined when it is opened again', () => {
    const many = Array.from({ length: 4000 }, (_, n) => sampleAlert({ id: `a${n}`, raisedAt: n }));
    documents.commit(sampleBatch(5, { alerts: many }));
    documents.close();
    const lost: unknown[] = [];
    documents = openDocuments(file, { onLost: (error) => lost.push(error) });
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, bytes.length >> 1));
    expect(() => documents.alerts({ status: 'all', limit: 10_000 })).toThrow(/malformed/);
    expect(lost).toHaveLength(1);
    documents.close();
    const damage: string[] = [];
    documents = openDocuments(file, { onDamage: (detail) => damage.push(detail) });
    expect([damage.length, documents.checkpoints()]).toEqual([1, []]);
  });

  it('of a newer Citynerve is not changed', () => {
    documents.commit(sampleBatch(5));
    documents.close();
    // As a newer one does when it opens the file.
    rmSync(`${file}.sum`);
    const raw = new DatabaseSync(file);
    raw.exec('UPDATE schema_version SET version = 99');
    raw.close();
    expect(() => openDocuments(file)).toThrow(DocumentsVersionError);
    expect(() => openDocuments(file)).toThrow(/version 99/);
    expect(readdirSync(folder)).toEqual(['brain.sqlite']);
  });

  it('is written through to disk', () => {
    const raw = new DatabaseSync(file);
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });
});
