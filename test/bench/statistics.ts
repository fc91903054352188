/** How measured values lie. */
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
