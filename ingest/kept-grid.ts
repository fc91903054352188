/** Grid points that a late reading can still amend. */
const KEPT_MILLIS = 3_600_000;

/** Grid points of the last hour that some zone has passed, in order of time. */
export class KeptGrid {
  #points: number[] = [];

  /** Undefined before the first. */
  get newest(): number | undefined {
    return this.#points.at(-1);
  }

  /** The earliest moment that can still be amended; before the first grid point, `observedAt` stands for the newest. */
  earliest(observedAt: number): number {
    return (this.newest ?? observedAt) - KEPT_MILLIS;
  }

  /** Zones pass the same point one after the other: it is kept once. */
  pass(at: number): void {
    if (this.newest !== undefined && this.newest >= at) return;
    this.#points.push(at);
    const earliest = this.earliest(at);
    if ((this.#points[0] as number) < earliest) this.#points = this.#points.filter((point) => point >= earliest);
  }

  /** The points from `from` (inclusive) to `until` (exclusive), for a late reading that holds for as long. */
  within(from: number, until: number): readonly number[] {
    // Most late readings are only a little late: their grid points are the last ones.
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
