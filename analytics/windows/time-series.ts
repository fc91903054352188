/** Position of the first item at or after `at` in a list in order of time. */
function firstFrom<T extends { readonly at: number }>(items: readonly T[], at: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as T).at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Inserts an item in order of time, replacing one with the same time. Returns false if it was appended as the newest.
 */
export function putInTime<T extends { readonly at: number }>(items: T[], item: T): boolean {
  const last = items.at(-1);
  if (last === undefined || item.at > last.at) {
    items.push(item);
    return false;
  }
  const index = firstFrom(items, item.at);
  items.splice(index, items[index]?.at === item.at ? 1 : 0, item);
  return true;
}

/** Items in (after, until]. */
export const sliceOfTime = <T extends { readonly at: number }>(
  items: readonly T[],
  after: number,
  until: number,
): T[] => items.slice(firstFrom(items, after + 1), firstFrom(items, until + 1));

/** Removes items up to `until`, at least 64 at once, because each removal moves the rest of the list. */
export function forgetUntil<T extends { readonly at: number }>(items: T[], until: number): void {
  const count = firstFrom(items, until + 1);
  if (count >= 64 || count === items.length) items.splice(0, count);
}
