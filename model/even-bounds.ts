/** Bounds of equal buckets that are aligned to 1970 UTC and cover the range [from, until); milliseconds since 1970. */
export function evenBounds(from: number, until: number, stepMillis: number): readonly number[] {
  const first = Math.floor(from / stepMillis);
  return Array.from({ length: Math.ceil(until / stepMillis) - first + 1 }, (_, i) => (first + i) * stepMillis);
}
