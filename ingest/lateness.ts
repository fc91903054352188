/** Delays remembered per device. */
const SAMPLES = 9;
/** Fewer say nothing yet. */
const FEWEST_SAMPLES = 5;
/** A device whose usual delay is longer often comes after the idle time (60 s), given the ordinary disorder (10 s). */
const LATE_MILLIS = 50_000;

interface Delays {
  readonly millis: readonly number[];
  readonly sampledAt: number;
}

interface Heard {
  readonly newest: number;
  readonly intervalMillis: number;
}

/**
 * Which devices are known to be late: more than half of the delays between observation and arrival that were last seen
 * of them exceed a limit. A delay is taken once a second of city time, from the newest reading of that second, so the
 * order of arrival within it does not matter; and only half an interval after the last one, because a device that was
 * away sends its backlog in a burst.
 */
export class Lateness {
  readonly #delays = new Map<string, Delays>();
  readonly #late = new Set<string>();
  /** Devices heard in this second. */
  readonly #heard = new Map<string, Heard>();

  isLate(deviceId: string): boolean {
    return this.#late.has(deviceId);
  }

  hear(deviceId: string, observedAt: number, intervalSeconds: number): void {
    const heard = this.#heard.get(deviceId);
    if (heard !== undefined && heard.newest >= observedAt) return;
    this.#heard.set(deviceId, { newest: observedAt, intervalMillis: intervalSeconds * 1000 });
  }

  /** Closes a second of city time that began at this instant; returns devices that turned out to be late. */
  closeSecond(startedAt: number): readonly string[] {
    const found: string[] = [];
    for (const [deviceId, { newest, intervalMillis }] of this.#heard) {
      const before = this.#delays.get(deviceId);
      if (before !== undefined && startedAt - before.sampledAt < intervalMillis / 2) continue;
      const millis = [...(before?.millis ?? []), startedAt - newest].slice(-SAMPLES);
      this.#delays.set(deviceId, { millis, sampledAt: startedAt });
      const isLate = isUsuallyLate(millis);
      if (!isLate) this.#late.delete(deviceId);
      else if (!this.#late.has(deviceId)) found.push(deviceId);
      if (isLate) this.#late.add(deviceId);
    }
    this.#heard.clear();
    return found;
  }

  /** The device is no longer part of the city. */
  forget(deviceId: string): void {
    this.#delays.delete(deviceId);
    this.#late.delete(deviceId);
    this.#heard.delete(deviceId);
  }

  snapshot(): LatenessSnapshot {
    return {
      delays: [...this.#delays].map(([id, { millis, sampledAt }]) => [id, sampledAt, millis]),
      heard: [...this.#heard].map(([id, { newest, intervalMillis }]) => [id, newest, intervalMillis]),
    };
  }

  restore({ delays, heard }: LatenessSnapshot): void {
    for (const map of [this.#delays, this.#late, this.#heard]) map.clear();
    for (const [deviceId, sampledAt, millis] of delays) {
      this.#delays.set(deviceId, { millis, sampledAt });
      if (isUsuallyLate(millis)) this.#late.add(deviceId);
    }
    for (const [deviceId, newest, intervalMillis] of heard) this.#heard.set(deviceId, { newest, intervalMillis });
  }
}

const isUsuallyLate = (millis: readonly number[]): boolean =>
  millis.length >= FEWEST_SAMPLES && millis.filter((each) => each > LATE_MILLIS).length * 2 > millis.length;

/** What is known of delays as plain JSON. */
export interface LatenessSnapshot {
  readonly delays: readonly (readonly [deviceId: string, sampledAt: number, millis: readonly number[]])[];
  readonly heard: readonly (readonly [deviceId: string, newest: number, intervalMillis: number])[];
}
