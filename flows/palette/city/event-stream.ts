import { createParser } from 'eventsource-parser';
import { bearer } from './api-client.ts';
import { createBackOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { CONNECTED, type LinkState, refused, WAITING } from './link-state.ts';

/** The city sends a heartbeat every 15 s; after three missing ones the connection counts as dead. */
const SILENCE_MILLIS = 45_000;
/** More bytes than this without the end of an event are no event stream. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/** Callbacks and request of a stream of server-sent events. */
export interface EventStreamOptions {
  /** Called before each attempt; a rejection counts as a failed attempt. */
  readonly url: () => Promise<string>;
  readonly token: string;
  readonly clock: Clock;
  readonly firstRetryMillis?: number | undefined;
  readonly onOpen: () => void;
  readonly onEvent: (name: string, data: string) => void;
  readonly onState: (state: LinkState) => void;
  /** The server refuses a part of the query, because it is older. */
  readonly onBadRequest: (detail: string) => void;
}

/** Keeps one event stream open until it is closed, with back-off between attempts. */
export function keepEventStream(options: EventStreamOptions): { close(): void } {
  const { clock, onState } = options;
  const backOff = createBackOff(options.firstRetryMillis);
  const closing = new AbortController();
  let cancelRetry = (): void => {};

  async function attempt(): Promise<void> {
    const connection = new AbortController();
    let cancelWatch = (): void => {};
    const watch = (): void => {
      cancelWatch();
      cancelWatch = clock.after(SILENCE_MILLIS, () => connection.abort());
    };
    let state: LinkState = WAITING;
    try {
      const url = await options.url();
      watch();
      const signal = AbortSignal.any([closing.signal, connection.signal]);
      const headers = { ...bearer(options.token), accept: 'text/event-stream' };
      const answer = await fetch(url, { headers, signal });
      state = stateOf(answer.status);
      if (answer.status === 400) options.onBadRequest(await answer.text());
      if (answer.status !== 200 || answer.body === null) return await answer.body?.cancel();
      backOff.reset();
      onState(CONNECTED);
      options.onOpen();
      const decoder = new TextDecoder();
      const parser = createParser({
        maxBufferSize: MAX_EVENT_CHARACTERS,
        onEvent: ({ event = 'message', data }) => options.onEvent(event, data),
      });
      for await (const bytes of answer.body) {
        watch();
        // Throws when an event exceeds the bound, which ends this attempt.
        parser.feed(decoder.decode(bytes, { stream: true }));
      }
    } catch {
      // Any failure has the same consequence: another attempt.
    } finally {
      cancelWatch();
      if (!closing.signal.aborted) {
        onState(state);
        cancelRetry = clock.after(backOff.next(), attempt);
      }
    }
  }

  onState(WAITING);
  void attempt();
  return {
    close() {
      closing.abort();
      cancelRetry();
    },
  };
}

function stateOf(status: number): LinkState {
  if (status === 401 || status === 403) return refused('token');
  return status === 404 ? refused('address') : WAITING;
}
