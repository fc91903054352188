import type { SeriesFacts } from './batch.ts';

/** Minimum time for which a reading is valid, that is, contributes to estimates. */
const MIN_VALIDITY_MILLIS = 180_000;
/** Number of expected intervals for which a reading is valid. */
const VALID_INTERVALS = 3;

/** How long a reading of a channel is valid, in milliseconds. */
export const validityMillis = ({ channel }: Pick<SeriesFacts, 'channel'>): number =>
  Math.max(VALID_INTERVALS * channel.expectedIntervalSeconds * 1000, MIN_VALIDITY_MILLIS);
