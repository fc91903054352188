/** Runs at most `limit` asynchronous functions at once; the others wait in the order in which they were given. */
export function createConcurrencyLimit(limit: number): {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when all functions that are running or waiting now have ended. */
  idle(): Promise<void>;
} {
  const waiting: (() => void)[] = [];
  const running = new Set<Promise<unknown>>();
  let free = limit;

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A free slot is passed to the next in the queue directly, so that a newer call cannot overtake it.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    run: (work) => {
      const done = run(work);
      running.add(done);
      const forget = () => running.delete(done);
      done.then(forget, forget);
      return done;
    },
    idle: async () => {
      await Promise.allSettled(running);
    },
  };
}
