import { expect, test } from 'vitest';
import { bucketsOf } from './buckets.ts';

const at = (text: string): number => Date.parse(text);

test('the day on which clocks go back has 25 hours; begun, unfinished and empty buckets say so', () => {
  const range = { from: at('2026-10-24T12:00Z'), until: at('2026-10-26T12:00Z') };
  const now = at('2026-10-26T06:00Z');
  const { bounds, answer } = bucketsOf(range, { step: 'day', timeZone: 'Europe/London', now });
  expect(bounds).toEqual([range.from, at('2026-10-24T23:00Z'), at('2026-10-26T00:00Z'), range.until]);
  const found = [{ at: range.from, group: '', value: 7, count: 3 }];
  expect(answer(found, [''])).toEqual([
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

test('a whole bucket that is not over is partial', () => {
  const range = { from: 0, until: 120_000 };
  const partial = (now: number | null) =>
    bucketsOf(range, { step: 60_000, timeZone: 'UTC', now })
      .answer([], ['a'])
      .map(({ isPartial }) => isPartial);
  expect([partial(119_999), partial(120_000), partial(null)]).toEqual([
    [false, true],
    [false, false],
    [false, false],
  ]);
});

test('each group has every bucket', () => {
  const { answer } = bucketsOf({ from: 0, until: 2 }, { step: 1, timeZone: 'UTC', now: null });
  const filled = answer([{ at: 1, group: 'b', value: 5, count: 1 }], ['a', 'b']);
  expect(filled.map(({ at: start, group, value }) => [start, group, value])).toEqual([
    [0, 'a', null],
    [0, 'b', null],
    [1, 'a', null],
    [1, 'b', 5],
  ]);
});
