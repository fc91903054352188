/** A device whose next reading is expected: its zone, its newest reading, and its expected interval. */
export interface Hold {
  zoneId: string;
  last: number;
  intervalMillis: number;
}

/** When the next reading of a device is due, milliseconds since 1970, UTC. */
export const dueAt = ({ last, intervalMillis }: Hold): number => last + intervalMillis;

/**
 * An index of devices by their due time (a timer wheel), so that only overdue devices are visited each second. Each
 * device has one entry, under the second at which it was due when the entry was made. An entry that is reached although
 * the device has sent a reading since is moved to the new due time.
 */
export class OverdueDevices {
  readonly #holds = new Map<string, Hold>();
  readonly #bySecond = new Map<number, string[]>();
  readonly #overdue = new Map<string, Hold>();

  /** All devices by id. */
  get holds(): ReadonlyMap<string, Hold> {
    return this.#holds;
  }

  /** Takes a reading of a device; one that is older than its newest has no effect. */
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

  /** Removes a device until its next reading. */
  forget(deviceId: string): void {
    this.#holds.delete(deviceId);
    this.#overdue.delete(deviceId);
  }

  /** The devices that were due at `at` or before. */
  until(at: number): ReadonlyMap<string, Hold> {
    for (const [deviceId, hold] of this.#overdue) {
      if (dueAt(hold) <= at) continue;
      this.#overdue.delete(deviceId);
      this.#enter(deviceId, hold);
    }
    const second = Math.floor(at / 1000);
    // Collected before sorting, because sorting adds new entries to the map that is iterated here.
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
    // The device was removed since, or removed and seen again, which made another entry.
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
