import { describe, expect, it } from 'vitest';
import { type ChannelHistory, judgeByHistory } from './channel-history.ts';
import { NOON } from './sample-city.ts';
import { factsOf, located } from './sample-located-readings.ts';

const level = factsOf('drain-1', 'level', { maxChangePerMinute: 1, flatLineCount: 4, flatLineAbove: 0.5 });

/** Judges values that come every minute; a pair is a value and the minutes since the one before. */
function judge(...values: readonly (number | readonly [number, number])[]): string[] {
  let history: ChannelHistory | undefined;
  let minutes = 0;
  return values.map((each) => {
    const [value, after] = typeof each === 'number' ? [each, 1] : each;
    minutes += after;
    const { reading } = located(level, NOON + minutes * 60_000, value);
    const judged = judgeByHistory(history, reading, level.channel);
    history = judged.history;
    return judged.quality.reasons.join('+') || judged.quality.level;
  });
}

describe('the history of a channel', () => {
  it('calls a change faster than believable a jump, and the way back none', () => {
    expect(judge(1, 1.2, 9, 1.3)).toEqual(['good', 'good', 'jump', 'good']);
  });

  it('has no jump before the first reading', () => expect(judge(15)).toEqual(['good']));

  it('believes a new level after three readings near it', () => {
    expect(judge(1, 9, 9.1, 9.2, 9.3)).toEqual(['good', 'jump', 'jump', 'good', 'good']);
  });

  it('does not believe readings that jump about', () => {
    expect(judge(1, 9, 14, 5, 18)).toEqual(['good', 'jump', 'jump', 'jump', 'jump']);
  });

  it('allows more change after a longer silence', () => expect(judge(1, [6, 5])).toEqual(['good', 'good']));

  it('finds a flat line suspect, but not that of a drain at rest', () => {
    expect(judge(2, 2, 2, 2, 2, 2.1)).toEqual(['good', 'good', 'good', 'flat-line', 'flat-line', 'good']);
    expect(judge(0.5, 0.5, 0.5, 0.5, 0.5)).toEqual(['good', 'good', 'good', 'good', 'good']);
  });
});
