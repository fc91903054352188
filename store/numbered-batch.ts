import { GOOD } from '../model/quality.ts';
import type { StoreBatch } from '../model/series-store.ts';

/** Rows in each numbered batch. */
export const ROWS_A_BATCH = 3000;

/**
 * The n-th batch of an endless journal with one reading per offset, so that the cursor determines what must be stored.
 */
export function numberedBatch(n: number): StoreBatch {
  const first = n * ROWS_A_BATCH;
  const readings = Array.from({ length: ROWS_A_BATCH }, (_, i) => ({
    deviceId: `d${i % 300}`,
    channel: 'rain',
    property: 'rain.depth' as const,
    zoneId: `cell-${i % 7}`,
    observedAt: 1_772_323_200_000 + first + i,
    receivedAt: 1_772_323_200_000 + first + i,
    value: first + i,
    quality: GOOD,
    offset: first + i,
  }));
  return { readings, requalified: [], nextOffset: first + ROWS_A_BATCH };
}
