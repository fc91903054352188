import { describe, expect, test } from 'vitest';
import { civilDate } from '../model/civil-time.ts';
import { civilBounds, civilText, offsetAt, offsetStretches } from './civil-buckets.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);
const texts = (bounds: readonly number[]) => bounds.map((bound) => new Date(bound).toISOString().slice(0, 16));
const lengths = (bounds: readonly number[]) => bounds.slice(1).map((until, i) => (until - (bounds[i] ?? 0)) / HOUR);

describe('civil days', () => {
  test.each([
    ['Europe/London', '2026-10-25T00:00Z', [24, 25, 24]],
    ['Europe/London', '2026-03-29T00:00Z', [24, 23, 24]],
    ['America/New_York', '2026-11-01T12:00Z', [24, 25, 24]],
    ['Asia/Shanghai', '2026-10-25T00:00Z', [24, 24, 24]],
    // Clocks change at midnight: the day has no midnight, or two.
    ['Africa/Cairo', '2026-04-24T10:00Z', [24, 23, 24]],
    ['America/Havana', '2026-11-01T12:00Z', [24, 25, 24]],
    // By half an hour.
    ['Australia/Lord_Howe', '2026-04-05T00:00Z', [24, 24.5, 24]],
  ])('in %s around %s last %j hours', async (zone, day, hours) => {
    const noon = at(day);
    expect(lengths(await civilBounds(noon - 24 * HOUR, noon + 25 * HOUR, 'day', zone)).slice(0, 3)).toEqual(hours);
  });

  test('of Shanghai begin at 16:00 UTC', async () => {
    expect(texts(await civilBounds(at('2026-03-01T00:00Z'), at('2026-03-02T00:00Z'), 'day', 'Asia/Shanghai'))).toEqual([
      '2026-02-28T16:00',
      '2026-03-01T16:00',
      '2026-03-02T16:00',
    ]);
  });

  test('of fifty years begin where the date changes, in every kind of time zone', async () => {
    for (const zone of ['Europe/London', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Casablanca']) {
      const bounds = await civilBounds(0, at('2020-01-01T00:00Z'), 'day', zone);
      expect(bounds.length).toBeGreaterThan(18_250);
      for (const bound of bounds) expect(civilDate(bound - 1, zone) < civilDate(bound, zone), zone).toBe(true);
    }
  });
});

describe('civil hours', () => {
  const labels = async (from: string, until: string, zone: string) => {
    const bounds = await civilBounds(at(from), at(until), 'hour', zone);
    const stretches = await offsetStretches(at(from), at(until), zone);
    return bounds.slice(0, -1).map((bound) => civilText(bound, offsetAt(stretches, bound)));
  };

  test('that the clocks repeat are two, told apart by their offsets', async () => {
    expect(await labels('2026-10-24T23:00Z', '2026-10-25T03:00Z', 'Europe/London')).toEqual([
      '2026-10-25T00:00:00+01:00',
      '2026-10-25T01:00:00+01:00',
      '2026-10-25T01:00:00+00:00',
      '2026-10-25T02:00:00+00:00',
    ]);
  });

  test('that the clocks skip do not exist', async () => {
    expect(await labels('2026-03-29T00:00Z', '2026-03-29T02:00Z', 'Europe/London')).toEqual([
      '2026-03-29T00:00:00+00:00',
      '2026-03-29T02:00:00+01:00',
    ]);
  });

  test('begin at the quarter in Kathmandu, and after a change by half an hour are full hours again', async () => {
    expect(await labels('2026-03-01T00:00Z', '2026-03-01T00:30Z', 'Asia/Kathmandu')).toEqual([
      '2026-03-01T05:00:00+05:45',
      '2026-03-01T06:00:00+05:45',
    ]);
    expect(
      lengths(await civilBounds(at('2026-04-04T13:00Z'), at('2026-04-04T16:30Z'), 'hour', 'Australia/Lord_Howe')),
    ).toEqual([1, 1.5, 1]);
  });

  test('of 25 hours are 25 buckets', async () => {
    expect(await civilBounds(at('2026-10-24T23:00Z'), at('2026-10-26T00:00Z'), 'hour', 'Europe/London')).toHaveLength(
      26,
    );
  });
});

test('a time zone that does not exist is refused', async () => {
  await expect(civilBounds(0, 1, 'day', 'Europe/Atlantis')).rejects.toThrow(RangeError);
});
