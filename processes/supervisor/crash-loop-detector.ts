/** How often a role ended by itself without being well in between, and whether it has to be started with care. */
export interface Strikes {
  /** It ended by itself after so long; 0 when it was never up. */
  ended(upMillis: number): void;
  /** A person has changed what it runs: it gets a new chance. */
  repaired(): void;
  readonly isSafe: boolean;
}

/** After `limit` endings in a row the role is started safely, until somebody has repaired it: time alone repairs nothing. */
export function createStrikes(options: { readonly limit: number; readonly healthyMillis: number }): Strikes {
  const { limit, healthyMillis } = options;
  let count = 0;
  let isSafe = false;
  return {
    ended(upMillis) {
      count = upMillis >= healthyMillis ? 1 : count + 1;
      if (count >= limit) isSafe = true;
    },
    repaired() {
      count = 0;
      isSafe = false;
    },
    get isSafe() {
      return isSafe;
    },
  };
}
