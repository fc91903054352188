// Above 90 lines because live readings, missed ones and those of unknown zones are kept in one order.
import type { GetJson } from './api-client.ts';
import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import { keepEventStream } from './event-stream.ts';
import { isFields, numberOf, textOf } from './fields.ts';
import { type LinkState, WAITING } from './link-state.ts';
import { askForMissedReadings, type Mark, readingKey } from './missed-readings.ts';
import { parseJson } from './parse-json.ts';
import { parseReadings, type Reading } from './reading.ts';
import { type ReadingFilter, streamQuery } from './reading-filter.ts';
import type { ReadingListener } from './reading-listener.ts';
import { createZoneSorter } from './zone-sorter.ts';

/** One stream of readings, shared by all nodes with the same filter. */
export interface ReadingFeed {
  add(listener: ReadingListener): () => void;
  readonly size: number;
  close(): void;
}

const MAX_HELD = 50_000;

/** Options of `openReadingFeed`. */
export interface ReadingFeedOptions {
  readonly apiUrl: string;
  readonly apiToken: string;
  readonly filter: ReadingFilter;
  readonly getJson: GetJson;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly firstRetryMillis?: number | undefined;
}

/** Opens the stream at once. After each disconnect it first fetches missed readings, then continues with live ones. */
export function openReadingFeed(options: ReadingFeedOptions): ReadingFeed {
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
  const closing = new AbortController();
  const { signal } = closing;

  const tell = (call: (listener: ReadingListener) => void): void => {
    for (const listener of [...listeners]) call(listener);
  };
  const sorter = createZoneSorter({ filter, directory, clock, signal, tell });
  const send = (readings: readonly Reading[], isCaughtUp: boolean): void => {
    for (const reading of readings) {
      const receivedAt = Math.max(mark?.receivedAt ?? Number.NEGATIVE_INFINITY, reading.receivedAt);
      mark = { receivedAt, offset: Math.max(mark?.offset ?? -1, reading.offset) };
      sorter.add(reading, isCaughtUp);
    }
  };

  async function catchUp(since: Mark): Promise<void> {
    held = [];
    isOverfull = false;
    const missed = await askForMissedReadings(getJson, filter, { since, clock, signal });
    if (signal.aborted) return;
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
    const now = await askForMark(getJson);
    mark ??= now;
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
      const detail = detailOf(text);
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
      closing.abort();
      stream.close();
    },
  };
}

/** The sentence of a problem document (RFC 9457); '' when it is none. */
function detailOf(text: string): string {
  const problem = parseJson(text);
  return (isFields(problem) ? textOf(problem, 'detail') : null) ?? '';
}

/** Where a feed begins that has seen no reading yet: the city's time; null when the city does not tell it. */
async function askForMark(getJson: GetJson): Promise<Mark | null> {
  const city = await getJson('/api/city').catch(() => null);
  const cityTime = isFields(city) ? numberOf(city, 'cityTime') : null;
  return cityTime === null ? null : { receivedAt: cityTime, offset: -1 };
}
