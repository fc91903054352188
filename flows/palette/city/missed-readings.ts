import type { GetJson } from './api-client.ts';
import type { Clock } from './clock.ts';
import { isFields } from './fields.ts';
import { pause } from './pause.ts';
import { parseReadings, type Reading } from './reading.ts';
import type { ReadingFilter } from './reading-filter.ts';

/** The last reading that was received. */
export interface Mark {
  /** City time, milliseconds. */
  readonly receivedAt: number;
  /** Journal offset. */
  readonly offset: number;
}

/** Readings that the store returned for a gap. */
export interface Missed {
  /** In the order of the journal. */
  readonly readings: readonly Reading[];
  /** False: there were more than the bound, and this is the beginning. */
  readonly isComplete: boolean;
}

/** A device may publish old readings; those older than this are not fetched after a gap. */
const LATE_MILLIS = 5 * 60_000;
const PAGE = 10_000;
const MOST_PAGES = 5;

/** Requests the readings received after the mark, at most 50,000. Rejects when the city does not answer. */
export async function fetchMissedReadings(getJson: GetJson, filter: ReadingFilter, mark: Mark): Promise<Missed> {
  const found = new Map<string, Reading>();
  let from = mark.receivedAt - LATE_MILLIS;
  let isComplete = false;
  for (let page = 0; page < MOST_PAGES && !isComplete; page += 1) {
    const answer = await getJson(`/api/readings?${query(filter, from)}`);
    if (!isFields(answer)) throw new Error('GET /api/readings answered something else than readings');
    const { readings } = parseReadings(answer['readings']);
    for (const reading of readings) {
      const isAfter = reading.offset > mark.offset && reading.receivedAt >= mark.receivedAt;
      if (isAfter) found.set(readingKey(reading), reading);
    }
    isComplete = answer['isTruncated'] !== true;
    const last = readings.at(-1)?.observedAt ?? from;
    // A whole page of one instant must not be requested for ever.
    from = last > from ? last : from + 1;
  }
  return { readings: [...found.values()].sort((a, b) => a.offset - b.offset), isComplete };
}

const FETCH_ATTEMPTS = 3;
const FETCH_PAUSE_MILLIS = 2000;

/**
 * As `fetchMissedReadings`, tried three times. Without an answer, or when the signal ends it: no readings, not
 * complete.
 */
export async function askForMissedReadings(
  getJson: GetJson,
  filter: ReadingFilter,
  { since, clock, signal }: { readonly since: Mark; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Missed> {
  for (let attempt = 1; attempt <= FETCH_ATTEMPTS && !signal.aborted; attempt += 1) {
    try {
      return await fetchMissedReadings(getJson, filter, since);
    } catch {
      if (attempt < FETCH_ATTEMPTS) await pause(clock, FETCH_PAUSE_MILLIS, signal);
    }
  }
  return { readings: [], isComplete: false };
}

/** Key of a reading in the store. */
export const readingKey = ({ deviceId, channel, observedAt }: Reading): string =>
  `${deviceId}\n${channel}\n${observedAt}`;

// The API filters by one property and one device at most; the node filters the rest.
function query({ properties, deviceIds }: ReadingFilter, from: number): URLSearchParams {
  const asked = new URLSearchParams({ from: String(from), limit: String(PAGE) });
  const [property, ...otherProperties] = properties;
  const [device, ...otherDevices] = deviceIds;
  if (property !== undefined && otherProperties.length === 0) asked.set('property', property);
  if (device !== undefined && otherDevices.length === 0) asked.set('device', device);
  return asked;
}
