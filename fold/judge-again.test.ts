import { expect, test } from 'vitest';
import type { JournalReader } from '../model/journal.ts';
import { judgeAgain } from './judge-again.ts';
import { depthScenario, START, streetRecords } from './test-street.ts';

const MINUTE = 60_000;
const records = streetRecords({ north: [0, 0, 0, 40, 40, 40, 0, 0], south: Array(8).fill(0) }).map(
  (record, offset) => ({
    ...record,
    offset,
  }),
);
const reader: Pick<JournalReader, 'read'> = {
  async *read({ from, until, maxRecords = 1_000, kinds }) {
    const wanted = records.filter(({ kind }) => kinds !== 'lasting' || kind === 'config');
    for (let at = from; at < Math.min(until, records.length); at += maxRecords) {
      const nextOffset = Math.min(at + maxRecords, until, records.length);
      yield { records: wanted.filter(({ offset }) => offset >= at && offset < nextOffset), nextOffset };
    }
  },
};
const ask = (zoneId: string, minute: number) =>
  judgeAgain({
    reader,
    mapping: null,
    scenarios: [depthScenario('flood', () => {})],
    scenarioId: 'flood',
    zoneId,
    at: START + minute * MINUTE,
  });

test('a zone is judged again as it was at an instant, with what was judged before and nothing later', async () => {
  const { judgements } = await ask('north', 5);
  const list = judgements.get('') ?? [];
  expect(list.map(({ window }) => (window.at - START) / MINUTE)).toEqual([1, 2, 3, 4, 5]);
  expect(list.map(({ verdict }) => verdict.severity)).toEqual([null, null, null, 'warn', 'warn']);
});

test('the alert of the zone is known, and that of another is not', async () => {
  expect((await ask('north', 6)).alerts.map(({ lane, zoneId }) => `${lane} ${zoneId}`)).toContain('event north');
  expect((await ask('south', 6)).alerts).toEqual([]);
});

test('an instant beyond the journal, or a zone without data, was not judged', async () => {
  const { judgements, cityTime } = await ask('north', 500);
  expect([judgements.size, (cityTime ?? 0) > START]).toEqual([0, true]);
  expect((await ask('city', 5)).judgements.size).toBe(0);
});
