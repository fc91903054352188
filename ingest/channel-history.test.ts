import { describe, expect, it } from 'vitest';
import type { SeriesFacts } from './batch.ts';
import { type ChannelHistory, judgeByHistory } from './channel-history.ts';
import { NOON } from './sample-city.ts';
import { factsOf, located } from './sample-located-readings.ts';

const level = factsOf('drain-1', 'level', { maxChangePerMinute: 1, flatLineCount: 4, flatLineAbove: 0.5 });

/** Assesses values at intervals of a minute; a pair is a value and the minutes since the one before. */
function judge(...values: readonly (number | readonly [number, number])[]): string[] {
  return judgeOf(level, ...values);
}

function judgeOf(facts: SeriesFacts, ...values: readonly (number | readonly [number, number])[]): string[] {
  let history: ChannelHistory | undefined;
  let minutes = 0;
  return values.map((each) => {
    const [value, after] = typeof each === 'number' ? [each, 1] : each;
    minutes += after;
    const { reading } = located(facts, NOON + minutes * 60_000, value);
    const judged = judgeByHistory(history, reading, facts.channel);
    history = judged.history;
    return judged.quality.reasons.join('+') || judged.quality.level;
  });
}

describe('the history of a channel', () => {
  it('marks an implausibly fast change as a jump, but not the return to the level before', () => {
    expect(judge(1, 1.2, 9, 1.3)).toEqual(['good', 'good', 'jump', 'good']);
  });

  it('does not mark the first reading as a jump', () => expect(judge(15)).toEqual(['good']));

  it('accepts a new level after three readings near it', () => {
    expect(judge(1, 9, 9.1, 9.2, 9.3)).toEqual(['good', 'jump', 'jump', 'good', 'good']);
  });

  it('does not accept a new level while readings vary strongly', () => {
    expect(judge(1, 9, 14, 5, 18)).toEqual(['good', 'jump', 'jump', 'jump', 'jump']);
  });

  it('allows more change after a longer silence', () => expect(judge(1, [6, 5])).toEqual(['good', 'good']));

  it('marks equal amounts that together are more than possible: a running total that is taken for rain', () => {
    const rain = factsOf('rain-1', 'rain');
    expect(judgeOf(rain, 35.6, 35.6, 35.6, 35.6)).toEqual(['good', 'good', 'flat-line', 'flat-line']);
    expect(judgeOf(rain, 0.2, 0.2, 0.2, 0.2, 2, 2, 2, 2)).toEqual(Array.from({ length: 8 }, () => 'good'));
    expect(judgeOf(level, 19, 19, 19)).not.toContain('flat-line');
  });

  it('marks a flat line as suspect, but not at or below `flatLineAbove`', () => {
    expect(judge(2, 2, 2, 2, 2, 2.1)).toEqual(['good', 'good', 'good', 'flat-line', 'flat-line', 'good']);
    expect(judge(0.5, 0.5, 0.5, 0.5, 0.5)).toEqual(['good', 'good', 'good', 'good', 'good']);
  });
});
