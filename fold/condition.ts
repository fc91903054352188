/** Lets one part wait until another one notifies it, as a condition variable does. */
export interface Condition {
  /** Resolves at the next notification. */
  readonly next: Promise<void>;
  /** Wakes everybody who waits now. */
  readonly notify: () => void;
}

export function createCondition(): Condition {
  let next = Promise.withResolvers<void>();
  return {
    get next() {
      return next.promise;
    },
    notify() {
      next.resolve();
      next = Promise.withResolvers();
    },
  };
}
