import { expect, test } from 'vitest';
import { createCityRecorder } from './city-recorder.ts';

const START = Date.UTC(2026, 6, 1);
const payload = new Uint8Array();

function record(seconds: number, restartEverySeconds: number | null) {
  const recorder = createCityRecorder({ startAt: START, deviceIds: ['a', 'b'], tickSeconds: 1, restartEverySeconds });
  const batches = [recorder.start([])];
  for (let second = 10; second <= seconds; second += 10) {
    batches.push(recorder.advance(START + second * 1000, [{ deviceId: 'a', payload }]));
  }
  return batches.flatMap((batch) => batch.records);
}

test('a tick stands for each second, and messages behind the tick of their second', () => {
  const records = record(60, null);
  const ticks = records.filter(({ kind }) => kind === 'tick');
  expect(ticks.map(({ receivedAt }) => receivedAt)).toEqual(
    Array.from({ length: 60 }, (_, index) => START + (index + 1) * 1000),
  );
  const messages = records.filter((each) => each.kind === 'publication');
  expect(messages.map(({ messageId }) => messageId)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => index));
  const times = records.map(({ receivedAt }) => receivedAt);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test('a restart leaves a gap of five seconds without a tick, all devices connect anew, and no message is lost', () => {
  const records = record(300, 120);
  const gaps = records.filter((each) => each.kind === 'gap');
  expect(gaps.map(({ since, receivedAt }) => [since - START, receivedAt - START])).toEqual([
    [0, 0],
    [122_000, 128_000],
    [242_000, 248_000],
  ]);
  for (const gap of gaps.slice(1)) {
    expect(records[gap.openFrom ?? -1]).toMatchObject({ kind: 'tick', receivedAt: gap.since });
  }
  expect(records.filter(({ kind }) => kind === 'publication')).toHaveLength(30);
  const connections = records.flatMap((each) => (each.kind === 'presence' ? [each.connection] : []));
  expect(connections).toEqual([1, 2, 3, 4, 5, 6]);
  expect(records.findLast((each) => each.kind === 'publication')).toMatchObject({ connection: 5 });
});
