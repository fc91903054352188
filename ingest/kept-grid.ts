/** Period in which late readings can still amend estimates. */
export const KEPT_MILLIS = 3_600_000;

/** The grid points of the last hour that any zone has passed, in order of time (milliseconds since 1970, UTC). */
export class KeptGrid {
  #points: number[] = [];

  /** The newest grid point; undefined: none yet. */
  get newest(): number | undefined {
    return this.#points.at(-1);
  }

  /** The earliest instant that can still be amended; `observedAt` is used in place of the newest grid point if none. */
  earliest(observedAt: number): number {
    return (this.newest ?? observedAt) - KEPT_MILLIS;
  }

  /** Adds a grid point, unless it is there already: zones pass the same one at different times. */
  pass(at: number): void {
    if (this.newest !== undefined && this.newest >= at) return;
    this.#points.push(at);
    const earliest = this.earliest(at);
    if ((this.#points[0] as number) < earliest) this.#points = this.#points.filter((point) => point >= earliest);
  }

  /** The grid points in [from, until), the period in which a late reading is valid. */
  within(from: number, until: number): readonly number[] {
    // Most late readings affect only the last grid points, so the search begins at the end.
    let first = this.#points.length;
    while (first > 0 && (this.#points[first - 1] as number) >= from) first -= 1;
    let end = first;
    while (end < this.#points.length && (this.#points[end] as number) < until) end += 1;
    return this.#points.slice(first, end);
  }

  snapshot(): readonly number[] {
    return [...this.#points];
  }

  restore(points: readonly number[]): void {
    this.#points = [...points];
  }
}
