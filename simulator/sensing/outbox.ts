/** A message with the time from which it may be sent, milliseconds since 1970. */
interface Waiting<T> {
  readonly due: number;
  readonly message: T;
}

/** What a device still has to send. */
export interface Outbox<T> {
  put(due: number, message: T): void;
  /** To be sent only after the one that is put next. */
  putAfterNext(due: number, message: T): void;
  /** Whether nothing has a time to be sent at. */
  isEmpty(): boolean;
  /** Takes out all that is due, the earliest first. */
  take(at: number): readonly T[];
  /** Takes out all. */
  close(): readonly T[];
}

/** Nothing to send yet. */
export function createOutbox<T>(): Outbox<T> {
  let waiting: Waiting<T>[] = [];
  let afterNext: Waiting<T> | null = null;

  const put = (due: number, message: T) => {
    waiting.push({ due, message });
    if (!afterNext) return;
    waiting.push({ due: Math.max(due, afterNext.due), message: afterNext.message });
    afterNext = null;
  };
  const take = (at: number): readonly T[] => {
    const due = waiting.filter((each) => each.due <= at);
    if (due.length > 0) waiting = waiting.filter((each) => each.due > at);
    return due.sort((one, other) => one.due - other.due).map(({ message }) => message);
  };

  return {
    put,
    putAfterNext(due, message) {
      if (afterNext) put(due, message);
      else afterNext = { due, message };
    },
    isEmpty: () => waiting.length === 0,
    take,
    close() {
      if (afterNext) waiting.push(afterNext);
      afterNext = null;
      return take(Number.POSITIVE_INFINITY);
    },
  };
}
