import { describe, expect, it } from 'vitest';
import type { OrderedBatch, OrderedEvent } from './batch.ts';
import { createHistory } from './history.ts';
import { expectStage } from './marbles.ts';
import { NOON } from './sample-city.ts';
import { factsOf, located } from './sample-located-readings.ts';

const facts = factsOf('drain-1', 'level', { maxChangePerMinute: 1, flatLineCount: 2 });
const batch = (...events: OrderedEvent[]): OrderedBatch => ({
  nextOffset: 1,
  cityTime: NOON,
  steps: [],
  rejected: [],
  unmapped: [],
  readings: [],
  requalified: [],
  events,
});
const released = (minute: number, value: number): OrderedEvent => ({
  type: 'released',
  located: located(facts, NOON + minute * 60_000, value),
  offset: 0,
});
const gap: OrderedEvent = { type: 'gap', since: NOON, until: NOON, offset: 0 };

describe('history', () => {
  it('reassesses a released reading by earlier ones, across batches', () => {
    expectStage(
      createHistory(),
      { a: batch(released(0, 1)), b: batch(released(1, 9), released(2, 1.5)) },
      ({ requalified, events }) => [requalified.map(({ value, quality }) => [value, quality.reasons]), events.length],
      { a: [[], 1], b: [[[9, ['jump']]], 2] },
    );
  });

  it('does not reassess late readings', () => {
    const late: OrderedEvent = { type: 'late', located: located(facts, NOON, 9) };
    const stage = createHistory();
    stage.run(batch(released(0, 1)));
    expect(stage.run(batch(late)).requalified).toEqual([]);
  });

  it('counts no flat line across a gap', () => {
    expect(createHistory().run(batch(released(0, 1), gap, released(1, 1))).requalified).toEqual([]);
    expect(createHistory().run(batch(released(0, 1), released(1, 1))).requalified).toHaveLength(1);
  });

  it('ignores impossible readings', () => {
    const bad = { quality: { level: 'bad', reasons: ['out-of-range'] } } as const;
    const impossible: OrderedEvent = { type: 'released', located: located(facts, NOON, 99, bad), offset: 0 };
    expect(createHistory().run(batch(impossible, released(1, 1))).requalified).toEqual([]);
  });
});
