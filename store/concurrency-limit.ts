/** Lets at most so many things happen at once; the others wait in the order in which they came. */
export function createLanes(lanes: number): {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything begun or waiting now is over. */
  idle(): Promise<void>;
} {
  const waiting: (() => void)[] = [];
  const underWay = new Set<Promise<unknown>>();
  let free = lanes;

  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A lane goes from hand to hand, so that nobody slips in between.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };

  return {
    run: (work) => {
      const done = run(work);
      underWay.add(done);
      const forget = () => underWay.delete(done);
      done.then(forget, forget);
      return done;
    },
    idle: async () => {
      await Promise.allSettled(underWay);
    },
  };
}
