/** The functions that join the values of a stretch of time into one. */
export const AGGREGATE_FUNCTIONS = ['mean', 'min', 'max', 'sum', 'count'] as const;
/** One of the aggregate functions. */
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/**
 * How values are averaged: as numbers; directions on the circle; decibels by the energy that they stand for (ISO
 * 1996-1: the equivalent level is 10 log10 of the mean of 10^(L/10)).
 */
export type MeanKind = 'arithmetic' | 'circular' | 'energetic';

interface KindFacts {
  /** The aggregates that mean something, the usual one first. */
  readonly aggregates: readonly [AggregateFunction, ...AggregateFunction[]];
  /** Why the others are refused, for the one who asked. */
  readonly because: string;
  /** How values of one time or place are averaged; also of a kind whose values have no mean over time. */
  readonly mean: MeanKind;
}

/** What a value of a property is, and how values may be aggregated. Everything that depends on it reads it here. */
export const PROPERTY_KINDS = {
  /** A state at an instant: a temperature, a water level, a concentration. */
  level: {
    aggregates: ['mean', 'min', 'max', 'count'],
    because: 'is a level at an instant, which has no sum',
    mean: 'arithmetic',
  },
  /** A level in dB, the logarithm of an energy: the mean of 50 and 70 is 67. */
  decibel: {
    aggregates: ['mean', 'min', 'max', 'count'],
    because: 'is a level in dB, which has no sum',
    mean: 'energetic',
  },
  /** So much per time: vehicles an hour. Its integral over time would be an amount. */
  rate: {
    aggregates: ['mean', 'min', 'max', 'count'],
    because: 'is a rate; a sum of rates depends on the interval',
    mean: 'arithmetic',
  },
  /** What came together since the reading before: rain in the interval. */
  amount: {
    aggregates: ['sum', 'min', 'max', 'count'],
    because: 'is an amount in an interval; amounts are summed, and their mean depends on the interval',
    mean: 'arithmetic',
  },
  /** A total that only grows, and begins again at 0: the fold makes amounts of it, so that none is ever stored. */
  counter: { aggregates: ['max', 'min', 'count'], because: 'is a running total', mean: 'arithmetic' },
  /** The number of a named state; between two numbers there is nothing. */
  category: { aggregates: ['count'], because: 'is a category, whose numbers are only names', mean: 'arithmetic' },
  /** Something that happened, with the number of what. */
  event: { aggregates: ['count'], because: 'is an event; events are counted', mean: 'arithmetic' },
  /** An angle in degrees, where 350 and 10 differ by 20; its mean is the circular one, 0. */
  direction: {
    aggregates: ['mean', 'count'],
    because: 'is a direction, where nothing is least, most or a sum',
    mean: 'circular',
  },
} as const satisfies Record<string, KindFacts>;

/** What a value of a property is. */
export type PropertyKind = keyof typeof PROPERTY_KINDS;
