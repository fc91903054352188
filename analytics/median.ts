/** The median; null for an empty list. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  if (upper === undefined) return null;
  const lower = sorted.length % 2 === 0 ? sorted[(sorted.length >> 1) - 1] : upper;
  return ((lower ?? upper) + upper) / 2;
}
