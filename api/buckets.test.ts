import { expect, test, vi } from 'vitest';
import { bucketsOf } from './buckets.ts';

const at = (text: string): number => Date.parse(text);

test('the day on which clocks go back has 25 hours; begun, unfinished and empty buckets say so', async () => {
  const range = { from: at('2026-10-24T12:00Z'), until: at('2026-10-26T12:00Z') };
  const now = at('2026-10-26T06:00Z');
  const { bounds, answer } = await bucketsOf(range, { step: 'day', timeZone: 'Europe/London', now, areSums: false });
  expect(bounds).toEqual([range.from, at('2026-10-24T23:00Z'), at('2026-10-26T00:00Z'), range.until]);
  const found = [{ at: range.from, group: '', value: 7, count: 3 }];
  expect(await answer(found, [''])).toEqual([
    {
      at: at('2026-10-23T23:00Z'),
      until: at('2026-10-24T23:00Z'),
      civilTime: '2026-10-24T00:00:00+01:00',
      group: '',
      value: 7,
      count: 3,
      isPartial: true,
    },
    {
      at: at('2026-10-24T23:00Z'),
      until: at('2026-10-26T00:00Z'),
      civilTime: '2026-10-25T00:00:00+01:00',
      group: '',
      value: null,
      count: 0,
      isPartial: false,
    },
    {
      at: at('2026-10-26T00:00Z'),
      until: at('2026-10-27T00:00Z'),
      civilTime: '2026-10-26T00:00:00+00:00',
      group: '',
      value: null,
      count: 0,
      isPartial: true,
    },
  ]);
});

test('a whole bucket that is not over is partial', async () => {
  const range = { from: 0, until: 120_000 };
  const partial = async (now: number | null) => {
    const { answer } = await bucketsOf(range, { step: 60_000, timeZone: 'UTC', now, areSums: false });
    return (await answer([], ['a'])).map(({ isPartial }) => isPartial);
  };
  expect([await partial(119_999), await partial(120_000), await partial(null)]).toEqual([
    [false, true],
    [false, false],
    [false, false],
  ]);
});

test('each group has every bucket', async () => {
  const { answer } = await bucketsOf({ from: 0, until: 2 }, { step: 1, timeZone: 'UTC', now: null, areSums: false });
  const filled = await answer([{ at: 1, group: 'b', value: 5, count: 1 }], ['a', 'b']);
  expect(filled.map(({ at: start, group, value }) => [start, group, value])).toEqual([
    [0, 'a', null],
    [0, 'b', null],
    [1, 'a', null],
    [1, 'b', 5],
  ]);
});

// A kind of fault of time-series databases: the label of a bucket is made with the offset of another instant.
test('a bucket that began before the clocks changed has the civil time of its begin, wherever the range begins', async () => {
  const first = async (from: string, until: string, step: 'day' | number, timeZone: string) => {
    const { answer } = await bucketsOf(
      { from: at(from), until: at(until) },
      { step, timeZone, now: null, areSums: false },
    );
    return (await answer([], ['']))[0]?.civilTime;
  };
  expect([
    await first('2026-10-25T12:00Z', '2026-10-26T00:00Z', 'day', 'Europe/London'),
    await first('2024-11-03T20:00Z', '2024-11-04T08:00Z', 'day', 'America/Los_Angeles'),
    await first('2026-03-29T12:00Z', '2026-03-29T13:00Z', 'day', 'Europe/London'),
    await first('2026-10-25T12:00Z', '2026-10-26T00:00Z', 4 * 86_400_000, 'Europe/London'),
    await first('2026-10-25T12:00Z', '2026-10-26T00:00Z', 7 * 86_400_000, 'Europe/London'),
  ]).toEqual([
    '2026-10-25T00:00:00+01:00',
    '2024-11-03T00:00:00-07:00',
    '2026-03-29T00:00:00+00:00',
    '2026-10-22T01:00:00+01:00',
    '2026-10-22T01:00:00+01:00',
  ]);
});

test('buckets of a year over ten thousand years look at the time zone once for each', async () => {
  const range = { from: at('0000-01-01T00:00Z'), until: at('9999-01-01T00:00Z') };
  const format = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const { answer } = await bucketsOf(range, {
    step: 366 * 86_400_000,
    timeZone: 'Europe/London',
    now: null,
    areSums: false,
  });
  const answered = await answer([], ['']);
  expect(format.mock.calls.length).toBe(answered.length);
  format.mockRestore();
});

test('fifty thousand civil days are made between the turns of others', async () => {
  const range = { from: 0, until: 50_000 * 86_400_000 };
  let turns = 0;
  let isDone = false;
  const takeTurn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(takeTurn);
  };
  setImmediate(takeTurn);
  const { bounds, answer } = await bucketsOf(range, {
    step: 'day',
    timeZone: 'Europe/London',
    now: null,
    areSums: false,
  });
  const turnsForBounds = turns;
  const answered = await answer([], ['']);
  isDone = true;
  expect([bounds.length, answered.length]).toEqual([50_001, 50_000]);
  expect([turnsForBounds > 10, turns - turnsForBounds > 50]).toEqual([true, true]);
  expect(answered.at(-1)?.civilTime).toBe('2106-11-23T00:00:00+00:00');
});

test('a sum is given with and without what may be there twice', async () => {
  const options = { step: 1, timeZone: 'UTC', now: null, areSums: true };
  const { answer } = await bucketsOf({ from: 0, until: 3 }, options);
  const found = [
    { at: 0, group: '', value: 0.1 + 0.2, ofPossibleRepeats: 0.2, count: 2 },
    { at: 1, group: '', value: 0.4, count: 2 },
  ];
  expect((await answer(found, [''])).map(({ value, valueWithoutRepeats }) => [value, valueWithoutRepeats])).toEqual([
    [0.1 + 0.2, 0.1],
    [0.4, 0.4],
    [null, null],
  ]);
});
