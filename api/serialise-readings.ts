import type { Reading } from '../model/reading.ts';

/** Readings that are serialised in one go, in about a millisecond. */
const READINGS_A_SLICE = 500;

/**
 * The JSON text of readings, in slices: fifty thousand of them at once would hold up everybody else for a tenth of a
 * second. `afterTurn` calls back when the event loop has run other tasks.
 */
export async function serialiseReadings(
  readings: readonly Reading[],
  afterTurn: (callback: () => void) => void = setImmediate,
): Promise<string> {
  const parts: string[] = [];
  for (let first = 0; first < readings.length; first += READINGS_A_SLICE) {
    if (first > 0) await new Promise<void>((resolve) => afterTurn(resolve));
    parts.push(JSON.stringify(readings.slice(first, first + READINGS_A_SLICE)).slice(1, -1));
  }
  return `[${parts.join(',')}]`;
}
