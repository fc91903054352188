// Above 90 lines because live readings, missed ones and those of unknown zones are kept in one order.
import type { GetJson } from './api-client.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import { keepEventStream } from './event-stream.ts';
import { isFields, numberOf, textOf } from './fields.ts';
import { type LinkState, WAITING } from './link-state.ts';
import { fetchMissedReadings, type Mark, readingKey } from './missed-readings.ts';
import { createOrderedQueue } from './ordered-queue.ts';
import { parseReadings, type Reading } from './reading.ts';
import { isWantedInItsZone, type ReadingFilter, streamQuery } from './reading-filter.ts';

/** A time range without connection. City time, milliseconds. */
export interface Gap {
  readonly from: number;
  readonly until: number;
  /** Number of readings that were fetched from the store afterwards. */
  readonly readings: number;
  /** False: some could not be fetched and are missing in the flow. */
  readonly isComplete: boolean;
}

/** Callbacks of a subscriber. */
export interface ReadingListener {
  /** `isCaughtUp`: the reading was missed and fetched from the store. */
  readonly onReading: (reading: Reading, isCaughtUp: boolean) => void;
  readonly onGap: (gap: Gap) => void;
  readonly onState: (state: LinkState) => void;
  /** The server refuses the filter, with the reason; it sends all readings instead, and the node filters. */
  readonly onFilterRefused: (detail: string) => void;
  /** An item of the stream was no reading. */
  readonly onUnreadable: () => void;
}

/** One stream of readings, shared by all nodes with the same filter. */
export interface ReadingFeed {
  add(listener: ReadingListener): () => void;
  readonly size: number;
  close(): void;
}

interface Stranger {
  readonly reading: Reading;
  readonly zoneId: string;
  readonly isCaughtUp: boolean;
  /** By the system's clock. */
  readonly wantedAt: number;
}

const MAX_HELD = 50_000;
const FETCH_ATTEMPTS = 3;
const FETCH_PAUSE_MILLIS = 2000;

/** Opens the stream at once. After each disconnect it first fetches missed readings, then continues with live ones. */
export function openReadingFeed(options: {
  readonly apiUrl: string;
  readonly apiToken: string;
  readonly filter: ReadingFilter;
  readonly getJson: GetJson;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly firstRetryMillis?: number | undefined;
}): ReadingFeed {
  const { filter, getJson, directory, clock } = options;
  const listeners = new Set<ReadingListener>();
  let state: LinkState = WAITING;
  let knowsFilters = true;
  let toldDetail: string | null = null;
  /** Null until the first reading or the city's time is known: before that nothing can be missed. */
  let mark: Mark | null = null;
  /** Live readings that wait until the missed ones are fetched; null while none are being fetched. */
  let held: Reading[] | null = null;
  let isOverfull = false;
  /** Time range of the readings of unknown zones for which the queue had no room. */
  let unheld: Gap | null = null;
  let isClosed = false;
  const closing = new AbortController();
  let cancelPause = (): void => {};

  const tell = (call: (listener: ReadingListener) => void): void => {
    for (const listener of [...listeners]) call(listener);
  };
  const send = (readings: readonly Reading[], isCaughtUp: boolean): void => {
    for (const reading of readings) {
      const receivedAt = Math.max(mark?.receivedAt ?? Number.NEGATIVE_INFINITY, reading.receivedAt);
      mark = { receivedAt, offset: Math.max(mark?.offset ?? -1, reading.offset) };
      if (isWantedInItsZone(reading, filter)) sort(reading, isCaughtUp);
    }
  };
  const sort = (reading: Reading, isCaughtUp: boolean): void => {
    const { zoneId } = reading;
    const isPlaced = filter.zoneId === null || zoneId === null || zoneId === filter.zoneId || directory.zone(zoneId);
    if (isPlaced) pass(reading, isCaughtUp);
    else strangers.add({ reading, zoneId, isCaughtUp, wantedAt: clock.now() });
  };
  const pass = (reading: Reading, isCaughtUp: boolean): void => {
    if (filter.zoneId !== null && !directory.isWithin(reading.zoneId, filter.zoneId)) return;
    tell((listener) => listener.onReading(reading, isCaughtUp));
  };
  /** Readings of zones that are not known yet wait until the city was asked. */
  const strangers = createOrderedQueue<Stranger>({
    most: MAX_HELD,
    signal: closing.signal,
    ready: ({ zoneId, wantedAt }) => directory.locate(zoneId, { wantedAt, signal: closing.signal }),
    handle({ reading, isCaughtUp }) {
      const gap = unheld;
      unheld = null;
      if (gap !== null) tell((listener) => listener.onGap(gap));
      pass(reading, isCaughtUp);
    },
    onFull({ reading: { receivedAt } }) {
      unheld = { from: unheld?.from ?? receivedAt, until: receivedAt, readings: 0, isComplete: false };
    },
  });
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      cancelPause = clock.after(FETCH_PAUSE_MILLIS, resolve);
    });

  async function fetchMissed(since: Mark) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await fetchMissedReadings(getJson, filter, since);
      } catch {
        if (attempt >= FETCH_ATTEMPTS || isClosed) return { readings: [], isComplete: false };
        await pause();
      }
    }
  }

  async function catchUp(since: Mark): Promise<void> {
    held = [];
    isOverfull = false;
    const missed = await fetchMissed(since);
    if (isClosed) return;
    const keys = new Set(missed.readings.map(readingKey));
    const live = held.filter((reading) => !keys.has(readingKey(reading)));
    const isComplete = missed.isComplete && !isOverfull;
    held = null;
    send(missed.readings, true);
    const until = mark?.receivedAt ?? since.receivedAt;
    const gap = { from: since.receivedAt, until, readings: missed.readings.length, isComplete };
    tell((listener) => listener.onGap(gap));
    send(live, false);
  }

  async function beginAt(): Promise<void> {
    const city = await getJson('/api/city').catch(() => null);
    const cityTime = isFields(city) ? numberOf(city, 'cityTime') : null;
    if (cityTime !== null) mark ??= { receivedAt: cityTime, offset: -1 };
  }

  const stream = keepEventStream({
    token: options.apiToken,
    clock,
    firstRetryMillis: options.firstRetryMillis,
    async url() {
      await directory.load();
      return `${options.apiUrl}/api/stream?${knowsFilters ? streamQuery(filter) : 'topics=readings'}`;
    },
    onOpen() {
      // The next connection tries again: the zone may be new, or the server updated.
      knowsFilters = true;
      // A disconnect while the last gap is still being fetched: its mark stays, and `held` is filled further.
      if (held !== null) isOverfull = true;
      else void (mark === null ? beginAt() : catchUp(mark));
    },
    onEvent(name, data) {
      if (name !== 'readings') return;
      const { readings, unreadable } = parseReadings(parseJson(data));
      if (unreadable > 0) tell((listener) => listener.onUnreadable());
      if (held === null) send(readings, false);
      else if (held.length + readings.length > MAX_HELD) isOverfull = true;
      else held.push(...readings);
    },
    onState(next) {
      state = next;
      tell((listener) => listener.onState(next));
    },
    onBadRequest(text) {
      knowsFilters = false;
      const problem = parseJson(text);
      const detail = (isFields(problem) ? textOf(problem, 'detail') : null) ?? '';
      if (detail !== toldDetail) tell((listener) => listener.onFilterRefused(detail));
      toldDetail = detail;
    },
  });

  return {
    add(listener) {
      listeners.add(listener);
      listener.onState(state);
      return () => listeners.delete(listener);
    },
    get size() {
      return listeners.size;
    },
    close() {
      isClosed = true;
      closing.abort();
      cancelPause();
      stream.close();
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
