/** A counter that can be awaited: `reached` resolves when it has come to a number. */
export function createCounter() {
  let count = 0;
  const waiting = new Set<{ wanted: number; resolve: () => void }>();
  return {
    add() {
      count += 1;
      for (const one of [...waiting]) {
        if (count < one.wanted) continue;
        waiting.delete(one);
        one.resolve();
      }
    },
    reached: (wanted: number): Promise<void> =>
      count >= wanted ? Promise.resolve() : new Promise((resolve) => waiting.add({ wanted, resolve })),
  };
}
