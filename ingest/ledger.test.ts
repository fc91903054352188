import { describe, expect, it } from 'vitest';
import { type LedgerEntry, messageDifference, valueDifference } from '../model/ledger.ts';
import { Ledger } from './ledger.ts';
import { MissingCount } from './missing-count.ts';
import { batchOf, NOON, publication } from './sample-city.ts';
import { openTally, type Tally } from './tally.ts';

function step(outcome: Tally['outcome'], changes: Partial<Tally> = {}) {
  const [record] = batchOf([publication('rain-1', {}, NOON)]).records;
  if (record === undefined) throw new Error('a batch of one is empty');
  const account = { deviceId: 'rain-1', provider: 'acme', dialect: 'citynerve-json' };
  return { record, tally: { ...openTally(account, outcome), ...changes } };
}
const refusal = batchOf([
  { kind: 'refusal', deviceId: 'rain-1', reason: 'flood', count: 7, receivedAt: NOON, wallAt: NOON },
]);

const isBalanced = (entry: LedgerEntry) => messageDifference(entry) === 0 && valueDifference(entry) === 0;

describe('the ledger', () => {
  const steps = [
    step('decoded', { extracted: 4, acceptedOnTime: 1, acceptedLate: 1, rejected: 1, unmapped: 1 }),
    step('duplicate'),
    step('rejected'),
    step('withoutReadings'),
  ];

  it('counts every message and every value in exactly one column', () => {
    const [entry] = new Ledger().enter(steps);
    expect(entry?.messages).toMatchObject({ received: 4, decoded: 1, duplicate: 1, rejected: 1, withoutReadings: 1 });
    expect(entry !== undefined && isBalanced(entry)).toBe(true);
  });

  it('counts refusals by the gateway outside the balance', () => {
    const refused = refusal.records.map((record) => ({ record, tally: null }));
    expect(new Ledger().enter(refused)).toMatchObject([{ refused: 7, messages: { received: 0 } }]);
  });

  it('says of each reason how often, when last, and what it was about, also after a restart', () => {
    const refusalOf = (reason: string, receivedAt: number, detail?: string) => ({
      ...{ kind: 'refusal' as const, deviceId: 'rain-1', reason, count: 2, receivedAt, wallAt: NOON },
      ...(detail === undefined ? {} : { detail }),
    });
    const { records } = batchOf([
      refusalOf('topic-not-own', NOON, 'topic "a"'),
      refusalOf('client-id', NOON),
      refusalOf('topic-not-own', NOON + 60_000, 'topic "b"'),
    ]);
    const ledger = new Ledger();
    ledger.enter(records.map((record) => ({ record, tally: null })));
    const told = [
      { reason: 'topic-not-own', count: 4, lastAt: NOON + 60_000, detail: 'topic "b"' },
      { reason: 'client-id', count: 2, lastAt: NOON, detail: null },
    ];
    expect(ledger.entries()).toMatchObject([{ refused: 6, refusals: told }]);
    const restored = new Ledger();
    restored.restore(JSON.parse(JSON.stringify(ledger.snapshot())));
    expect(restored.entries()).toEqual(ledger.entries());
  });

  it('is restored from its snapshot', () => {
    const ledger = new Ledger();
    ledger.enter([step('decoded', { sequence: { boot: '', number: 5 } })]);
    const restored = new Ledger();
    restored.restore(JSON.parse(JSON.stringify(ledger.snapshot())));
    const next = [step('decoded', { sequence: { boot: '', number: 8 } })];
    expect(restored.enter(next)).toEqual(ledger.enter(next));
    expect(restored.entries()[0]?.missing).toBe(2);
  });

  it('can be restored from a checkpoint of 0.1.0, where accepted values are called stored', () => {
    const ledger = new Ledger();
    const [entry] = ledger.enter(steps);
    if (entry === undefined) throw new Error('no account');
    const { acceptedOnTime: storedOnTime, acceptedLate: storedLate, ...values } = entry.values;
    const restored = new Ledger();
    restored.restore({ entries: [{ ...entry, values: { ...values, storedOnTime, storedLate } }], missing: [] });
    expect(restored.entries()).toEqual([entry]);
  });
});

describe('the count of missing messages', () => {
  it.each<[string, readonly (readonly [string, number])[], number]>([
    [
      'is zero for consecutive numbers',
      [
        ['a', 5],
        ['a', 6],
        ['a', 7],
      ],
      0,
    ],
    [
      'includes the numbers that were skipped',
      [
        ['a', 5],
        ['a', 9],
      ],
      3,
    ],
    [
      'is reduced by a late message',
      [
        ['a', 5],
        ['a', 9],
        ['a', 7],
      ],
      2,
    ],
    [
      'does not include a change of the boot id',
      [
        ['a', 5],
        ['b', 100],
        ['b', 101],
      ],
      0,
    ],
    [
      'does not include a restart of the counter without a boot id',
      [
        ['', 5000],
        ['', 0],
        ['', 1],
      ],
      0,
    ],
    [
      'does not include a large jump of the counter',
      [
        ['', 5],
        ['', 9_000_000],
      ],
      0,
    ],
  ])('%s', (_, sequence, expected) => {
    const missing = new MissingCount();
    for (const [boot, number] of sequence) missing.note({ boot, number }, 1);
    expect(missing.count).toBe(expected);
  });
});
