/** A device that is expected to speak again. */
export interface Hold {
  zoneId: string;
  last: number;
  intervalMillis: number;
}

/** When the next reading of a device is due. */
export const dueAt = ({ last, intervalMillis }: Hold): number => last + intervalMillis;

/**
 * Devices by when they are due, so that once a second only those are looked at that are overdue: each has one entry, under the
 * second at which it was due when the entry was made, and moves on from there when it has spoken since.
 */
export class OverdueDevices {
  readonly #holds = new Map<string, Hold>();
  readonly #bySecond = new Map<number, string[]>();
  readonly #overdue = new Map<string, Hold>();

  get holds(): ReadonlyMap<string, Hold> {
    return this.#holds;
  }

  /** A device has spoken; what is older than its newest reading changes nothing. */
  seen(deviceId: string, zoneId: string, observedAt: number, intervalMillis: number): void {
    const hold = this.#holds.get(deviceId);
    if (hold === undefined) {
      const made = { zoneId, last: observedAt, intervalMillis };
      this.#holds.set(deviceId, made);
      this.#enter(deviceId, made);
    } else if (observedAt > hold.last) {
      hold.zoneId = zoneId;
      hold.last = observedAt;
      hold.intervalMillis = intervalMillis;
    }
  }

  /** Nothing is expected of the device until it is seen again. */
  forget(deviceId: string): void {
    this.#holds.delete(deviceId);
    this.#overdue.delete(deviceId);
  }

  /** Devices that were due at `at` or before. */
  until(at: number): ReadonlyMap<string, Hold> {
    for (const [deviceId, hold] of this.#overdue) {
      if (dueAt(hold) <= at) continue;
      this.#overdue.delete(deviceId);
      this.#enter(deviceId, hold);
    }
    const second = Math.floor(at / 1000);
    // Found first: what is not due in this second after all is entered again.
    const found: string[] = [];
    for (const [due, deviceIds] of this.#bySecond) {
      if (due > second) continue;
      this.#bySecond.delete(due);
      found.push(...deviceIds);
    }
    for (const deviceId of found) this.#sort(deviceId, at);
    return this.#overdue;
  }

  clear(): void {
    for (const map of [this.#holds, this.#bySecond, this.#overdue]) map.clear();
  }

  #sort(deviceId: string, at: number): void {
    const hold = this.#holds.get(deviceId);
    // Forgotten since; or forgotten and seen again, which made another entry.
    if (hold === undefined || this.#overdue.has(deviceId)) return;
    if (dueAt(hold) <= at) this.#overdue.set(deviceId, hold);
    else this.#enter(deviceId, hold);
  }

  #enter(deviceId: string, hold: Hold): void {
    const second = Math.floor(dueAt(hold) / 1000);
    const entered = this.#bySecond.get(second);
    if (entered === undefined) this.#bySecond.set(second, [deviceId]);
    else entered.push(deviceId);
  }
}
