/** The functions that join the values of a stretch of time into one. */
export const AGGREGATE_FUNCTIONS = ['mean', 'min', 'max', 'sum', 'count'] as const;
/** One of the aggregate functions. */
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

interface KindFacts {
  /** The aggregates that mean something, the usual one first. */
  readonly aggregates: readonly [AggregateFunction, ...AggregateFunction[]];
  /** Why the others are refused, for the one who asked. */
  readonly because: string;
}

/** What a value of a property is, and how values may be aggregated. Everything that depends on it reads it here. */
export const PROPERTY_KINDS = {
  /** A state at an instant: a temperature, a water level, a concentration. */
  level: { aggregates: ['mean', 'min', 'max', 'count'], because: 'is a level at an instant, which has no sum' },
  /** So much per time: vehicles an hour. Its integral over time would be an amount. */
  rate: { aggregates: ['mean', 'min', 'max', 'count'], because: 'is a rate; a sum of rates depends on the interval' },
  /** What came together since the reading before: rain in the interval. */
  amount: {
    aggregates: ['sum', 'min', 'max', 'count'],
    because: 'is an amount in an interval; amounts are summed, and their mean depends on the interval',
  },
  /** A total that only grows, and begins again at 0: the fold makes amounts of it, so that none is ever stored. */
  counter: { aggregates: ['max', 'min', 'count'], because: 'is a running total' },
  /** The number of a named state; between two numbers there is nothing. */
  category: { aggregates: ['count'], because: 'is a category, whose numbers are only names' },
  /** Something that happened, with the number of what. */
  event: { aggregates: ['count'], because: 'is an event; events are counted' },
  /** An angle in degrees, where 350 and 10 differ by 20; its mean is the circular one, 0. */
  direction: { aggregates: ['mean', 'count'], because: 'is a direction, where nothing is least, most or a sum' },
} as const satisfies Record<string, KindFacts>;

/** What a value of a property is. */
export type PropertyKind = keyof typeof PROPERTY_KINDS;
