/** Quantiles of measured values. */
export interface Spread {
  readonly least: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { least: at(0), p50: at(0.5), p99: at(0.99), most: at(1) };
}

export const medianOf = (values: readonly number[]): number => spreadOf(values).p50;

/**
 * Between which of the values the true median lies with at least 95 %, whatever the distribution: the k-th smallest and
 * the k-th largest, with the binomial coverage 1 - 2 * P(X < k). With fewer than six values it is the whole range.
 */
export function medianInterval(values: readonly number[]): { low: number; high: number; coverage: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  let below = 0;
  let found = { low: sorted[0] ?? Number.NaN, high: sorted.at(-1) ?? Number.NaN, coverage: 1 - 2 * 0.5 ** count };
  for (let k = 1, ways = 1; k <= count / 2; k += 1) {
    below += ways * 0.5 ** count;
    ways = (ways * (count - k + 1)) / k;
    if (1 - 2 * below < 0.95) break;
    found = { low: sorted[k - 1] ?? Number.NaN, high: sorted[count - k] ?? Number.NaN, coverage: 1 - 2 * below };
  }
  return found;
}
