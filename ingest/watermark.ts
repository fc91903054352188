/** Readings may come this much out of order without being late. */
const DISORDER_MILLIS = 10_000;
/** A device overdue by more no longer holds the watermark back. */
const IDLE_MILLIS = 60_000;

interface Hold {
  readonly last: number;
  readonly intervalMillis: number;
}

/**
 * How far event time has come: everything observed up to `at` is in, as far as one can know. It trails city time, waits
 * for devices whose next reading is due, and never goes back.
 */
export class Watermark {
  #at: number | null = null;
  readonly #holds = new Map<string, Hold>();

  /** Null before the first record. */
  get at(): number | null {
    return this.#at;
  }

  moveTo(at: number): void {
    if (this.#at === null || at > this.#at) this.#at = at;
  }

  /** A device has spoken and is expected again after its interval. */
  seen(deviceId: string, observedAt: number, intervalSeconds: number): void {
    const hold = this.#holds.get(deviceId);
    if (hold !== undefined && hold.last >= observedAt) return;
    this.#holds.set(deviceId, { last: observedAt, intervalMillis: intervalSeconds * 1000 });
  }

  /** Where the watermark may move to at this city time; devices that are overdue are forgotten until they speak again. */
  reach(cityTime: number): number {
    let reach = cityTime - DISORDER_MILLIS;
    for (const [deviceId, { last, intervalMillis }] of this.#holds) {
      const due = last + intervalMillis;
      if (cityTime > due + IDLE_MILLIS) this.#holds.delete(deviceId);
      // Just before it is due: a reading observed exactly on time must not come late.
      else if (due - 1 < reach) reach = due - 1;
    }
    return reach;
  }

  /** Nobody listened until then: what was expected before is no longer waited for. Returns where event time goes on. */
  resumeAt(cityTime: number): number {
    this.#holds.clear();
    return cityTime - DISORDER_MILLIS;
  }

  snapshot(): WatermarkSnapshot {
    return {
      at: this.#at,
      holds: [...this.#holds].map(([id, { last, intervalMillis }]) => [id, last, intervalMillis]),
    };
  }

  restore({ at, holds }: WatermarkSnapshot): void {
    this.#at = at;
    this.#holds.clear();
    for (const [deviceId, last, intervalMillis] of holds) this.#holds.set(deviceId, { last, intervalMillis });
  }
}

/** A watermark as plain JSON. */
export interface WatermarkSnapshot {
  readonly at: number | null;
  readonly holds: readonly (readonly [string, number, number])[];
}
