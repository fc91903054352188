/**
 * How a message can be told from another one: by a time or a number of its own; by its value alone (`plain`); not at
 * all, all are equal to the byte (`equal`).
 */
export const MANNERS = ['timed', 'numbered', 'plain', 'equal'] as const;
export type Manner = (typeof MANNERS)[number];

const LEAST_LEVEL = 30;
const LEVELS_PER_DECIBEL = 1000;
const STEP_MILLIS = 10;

/** Payloads of a noise meter; the last of those with a time was measured at `until`, milliseconds since 1970. */
export const payloadsOf = (manner: Manner, count: number, until: number): readonly string[] =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      ...(manner === 'timed' ? { ts: until - (count - 1 - n) * STEP_MILLIS } : {}),
      ...(manner === 'numbered' ? { boot: 'run', seq: n } : {}),
      values: { laeq: LEAST_LEVEL + (manner === 'equal' ? 0 : n / LEVELS_PER_DECIBEL) },
    }),
  );

/** Which message of its device a value is of; 0 for all of those that are equal. */
export const indexOf = (value: number): number => Math.round((value - LEAST_LEVEL) * LEVELS_PER_DECIBEL);
