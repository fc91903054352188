/** Delays remembered per device. */
const SAMPLES = 9;
/** Fewer say nothing yet. */
const FEWEST_SAMPLES = 5;
/** A device whose usual delay is longer often comes after the idle time (60 s), given the ordinary disorder (10 s). */
const LATE_MILLIS = 50_000;

interface Delays {
  /** The oldest first. */
  readonly millis: number[];
  sampledAt: number;
}

interface Heard {
  newest: number;
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
    if (heard === undefined) this.#heard.set(deviceId, { newest: observedAt, intervalMillis: intervalSeconds * 1000 });
    else if (observedAt > heard.newest) heard.newest = observedAt;
  }

  /** Closes a second of city time that began at this instant; returns devices that turned out to be late. */
  closeSecond(startedAt: number): readonly string[] {
    const found: string[] = [];
    for (const [deviceId, { newest, intervalMillis }] of this.#heard) {
      const delays = this.#delaysOf(deviceId);
      if (delays.millis.length > 0 && startedAt - delays.sampledAt < intervalMillis / 2) continue;
      delays.sampledAt = startedAt;
      if (delays.millis.push(startedAt - newest) > SAMPLES) delays.millis.shift();
      if (!isUsuallyLate(delays.millis)) this.#late.delete(deviceId);
      else if (!this.#late.has(deviceId)) {
        this.#late.add(deviceId);
        found.push(deviceId);
      }
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
      delays: [...this.#delays].map(([id, { millis, sampledAt }]) => [id, sampledAt, [...millis]]),
      heard: [...this.#heard].map(([id, { newest, intervalMillis }]) => [id, newest, intervalMillis]),
    };
  }

  restore({ delays, heard }: LatenessSnapshot): void {
    for (const map of [this.#delays, this.#late, this.#heard]) map.clear();
    for (const [deviceId, sampledAt, millis] of delays) {
      this.#delays.set(deviceId, { millis: [...millis], sampledAt });
      if (isUsuallyLate(millis)) this.#late.add(deviceId);
    }
    for (const [deviceId, newest, intervalMillis] of heard) this.#heard.set(deviceId, { newest, intervalMillis });
  }

  #delaysOf(deviceId: string): Delays {
    let delays = this.#delays.get(deviceId);
    if (delays === undefined) {
      delays = { millis: [], sampledAt: 0 };
      this.#delays.set(deviceId, delays);
    }
    return delays;
  }
}

function isUsuallyLate(millis: readonly number[]): boolean {
  if (millis.length < FEWEST_SAMPLES) return false;
  let late = 0;
  for (const each of millis) if (each > LATE_MILLIS) late += 1;
  return late * 2 > millis.length;
}

/** What is known of delays as plain JSON. */
export interface LatenessSnapshot {
  readonly delays: readonly (readonly [deviceId: string, sampledAt: number, millis: readonly number[]])[];
  readonly heard: readonly (readonly [deviceId: string, newest: number, intervalMillis: number])[];
}
