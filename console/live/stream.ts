/** Callbacks of the live stream. */
export interface StreamHandlers {
  /** Called with the parsed data of each event of that name. */
  readonly events: Readonly<Record<string, (data: never) => void>>;
  readonly onOpen: () => void;
  readonly onLost: () => void;
  /** Asked before a closed stream is opened again; false ends it (signed out). */
  readonly mayReopen: () => Promise<boolean>;
}

const FIRST_RETRY_MILLIS = 1000;
const LONGEST_RETRY_MILLIS = 15_000;

/**
 * Keeps one server-sent event stream open. A browser retries by itself while the server merely went away;
 * after an error answer it gives up, and then this opens a new one with growing pauses.
 */
export function keepStream(path: string, handlers: StreamHandlers): { close(): void } {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMillis = FIRST_RETRY_MILLIS;
  let isClosed = false;

  const open = (): void => {
    if (isClosed) return;
    const opened = new EventSource(path);
    source = opened;
    for (const [name, take] of Object.entries(handlers.events)) {
      opened.addEventListener(name, (event: MessageEvent<string>) => take(JSON.parse(event.data) as never));
    }
    opened.onopen = () => {
      retryMillis = FIRST_RETRY_MILLIS;
      handlers.onOpen();
    };
    opened.onerror = () => {
      handlers.onLost();
      if (opened.readyState === EventSource.CLOSED) reopenLater();
    };
  };

  const reopenLater = (): void => {
    retry = setTimeout(async () => {
      if (await handlers.mayReopen()) open();
    }, retryMillis);
    retryMillis = Math.min(retryMillis * 2, LONGEST_RETRY_MILLIS);
  };

  open();
  return {
    close: () => {
      isClosed = true;
      clearTimeout(retry);
      source?.close();
    },
  };
}
