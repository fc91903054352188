/** The part of a `watermark` event that is used here: the named zones, or all zones, have reached `at`. */
interface Passed {
  readonly at: number;
  readonly zoneIds?: readonly string[];
}

/** The watermark of each zone: one instant for all zones, and later ones for zones that are ahead of it. */
export class ZoneProgress {
  #all = 0;
  readonly #ahead = new Map<string, number>();

  /** The last grid point that a zone has reached, milliseconds since 1970, UTC; 0: none yet. */
  of(zoneId: string): number {
    return this.#ahead.get(zoneId) ?? this.#all;
  }

  /** Applies a `watermark` event. */
  advance({ at, zoneIds }: Passed): void {
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

/** The watermarks as plain JSON. */
export interface ZoneProgressSnapshot {
  readonly all: number;
  readonly ahead: readonly (readonly [zoneId: string, at: number])[];
}
