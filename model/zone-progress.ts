/** How far the zones have come, as a `watermark` event says it: those that are named, or all of them. */
interface Passed {
  readonly at: number;
  readonly zoneIds?: readonly string[];
}

/** How far each zone has come in event time: one instant for all, and those that went ahead of it. */
export class ZoneProgress {
  #all = 0;
  readonly #ahead = new Map<string, number>();

  /** Grid point that a zone has reached last; 0 before its first. */
  of(zoneId: string): number {
    return this.#ahead.get(zoneId) ?? this.#all;
  }

  /** Takes a `watermark` event. */
  pass({ at, zoneIds }: Passed): void {
    if (zoneIds !== undefined) {
      for (const zoneId of zoneIds) this.#ahead.set(zoneId, at);
      return;
    }
    this.#all = at;
    this.#ahead.clear();
  }

  snapshot(): ZoneProgressSnapshot {
    return { all: this.#all, ahead: [...this.#ahead] };
  }

  restore({ all, ahead }: ZoneProgressSnapshot): void {
    this.#all = all;
    this.#ahead.clear();
    for (const [zoneId, at] of ahead) this.#ahead.set(zoneId, at);
  }
}

/** The progress of zones as plain JSON. */
export interface ZoneProgressSnapshot {
  readonly all: number;
  readonly ahead: readonly (readonly [zoneId: string, at: number])[];
}
