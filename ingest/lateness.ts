/** Number of delays remembered per device. */
const SAMPLES = 9;
/** With fewer samples a device does not count as late. */
const MIN_SAMPLES = 5;
/**
 * Delay above which a sample counts as late: the idle timeout of the watermark (60 s) minus its allowance for
 * out-of-order readings (10 s).
 */
const LATE_MILLIS = 50_000;

interface Delays {
  /** The oldest first. */
  readonly millis: number[];
  sampledAt: number;
}

/** The newest reading of a device in the current second. */
interface Observed {
  newest: number;
  readonly intervalMillis: number;
}

/**
 * Detects devices that are regularly late: more than half of the last delays between observation and arrival exceed a
 * limit. The delay is sampled once per second of city time, from the newest reading in it, so that the order of arrival
 * within a second does not matter; and at the earliest half an interval after the last sample, because a device that
 * was disconnected sends its backlog in a burst.
 */
export class Lateness {
  readonly #delays = new Map<string, Delays>();
  readonly #late = new Set<string>();
  /** Devices with a reading in the current second. */
  readonly #observed = new Map<string, Observed>();

  /** Whether the device is regularly late. */
  isLate(deviceId: string): boolean {
    return this.#late.has(deviceId);
  }

  /** Takes a reading of the current second; `observedAt` in milliseconds since 1970, UTC. */
  observe(deviceId: string, observedAt: number, intervalSeconds: number): void {
    const observed = this.#observed.get(deviceId);
    if (observed === undefined)
      this.#observed.set(deviceId, { newest: observedAt, intervalMillis: intervalSeconds * 1000 });
    else if (observedAt > observed.newest) observed.newest = observedAt;
  }

  /** Ends the second of city time that began at `startedAt`; returns the devices that became late. */
  closeSecond(startedAt: number): readonly string[] {
    const found: string[] = [];
    for (const [deviceId, { newest, intervalMillis }] of this.#observed) {
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
    this.#observed.clear();
    return found;
  }

  /** Deletes the state of a removed device. */
  forget(deviceId: string): void {
    this.#delays.delete(deviceId);
    this.#late.delete(deviceId);
    this.#observed.delete(deviceId);
  }

  snapshot(): LatenessSnapshot {
    return {
      delays: [...this.#delays].map(([id, { millis, sampledAt }]) => [id, sampledAt, [...millis]]),
      heard: [...this.#observed].map(([id, { newest, intervalMillis }]) => [id, newest, intervalMillis]),
    };
  }

  restore({ delays, heard }: LatenessSnapshot): void {
    for (const map of [this.#delays, this.#late, this.#observed]) map.clear();
    for (const [deviceId, sampledAt, millis] of delays) {
      this.#delays.set(deviceId, { millis: [...millis], sampledAt });
      if (isUsuallyLate(millis)) this.#late.add(deviceId);
    }
    for (const [deviceId, newest, intervalMillis] of heard) this.#observed.set(deviceId, { newest, intervalMillis });
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
  if (millis.length < MIN_SAMPLES) return false;
  let late = 0;
  for (const each of millis) if (each > LATE_MILLIS) late += 1;
  return late * 2 > millis.length;
}

/** The state as plain JSON. */
export interface LatenessSnapshot {
  readonly delays: readonly (readonly [deviceId: string, sampledAt: number, millis: readonly number[]])[];
  readonly heard: readonly (readonly [deviceId: string, newest: number, intervalMillis: number])[];
}
