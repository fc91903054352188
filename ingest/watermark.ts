import { Lateness, type LatenessSnapshot } from './lateness.ts';
import { dueAt, OverdueDevices } from './overdue-devices.ts';

/** Bounded out-of-orderness: readings that are at most this much out of order are not late. */
const DISORDER_MILLIS = 10_000;
/** Idle timeout: a device that is overdue by more no longer holds back its zone. */
const IDLE_MILLIS = 60_000;

/** The zone id of devices without a zone. */
export const NO_ZONE = '';

/**
 * The watermark of each zone: the event time up to which all readings of its devices are assumed to have arrived. It is
 * 10 s behind city time. In a zone where a device is overdue it waits for that device, at most 60 s. It never goes
 * back. Since no zone is more than 61 s behind city time, none is ever 60 s behind the median of its siblings.
 */
export class Watermark {
  /** The common watermark of all zones that are not held back. */
  #at: number | null = null;
  /** The watermarks of zones that are held back, behind `#at`. */
  #held = new Map<string, number>();
  readonly #devices = new OverdueDevices();
  readonly #lateness = new Lateness();

  /** The watermark of all zones that are not held back, milliseconds since 1970, UTC; null before the first record. */
  get at(): number | null {
    return this.#at;
  }

  /** The watermarks of zones that are held back by a device of their own. */
  get held(): ReadonlyMap<string, number> {
    return this.#held;
  }

  /** The watermark of a zone, without regard to the zones that it contains. */
  of(zoneId: string): number {
    return this.#held.get(zoneId) ?? this.#at ?? -Infinity;
  }

  /** Takes a reading of a device; the next is expected after its interval, unless the device is regularly late. */
  seen(deviceId: string, zoneId: string, observedAt: number, intervalSeconds: number): void {
    this.#lateness.observe(deviceId, observedAt, intervalSeconds);
    if (!this.#lateness.isLate(deviceId)) this.#devices.seen(deviceId, zoneId, observedAt, intervalSeconds * 1000);
  }

  /** Deletes the state of a removed device. */
  forget(deviceId: string): void {
    this.#lateness.forget(deviceId);
    this.#devices.forget(deviceId);
  }

  /**
   * Ends the second of city time that began at `startedAt`; devices that are now known to be late are not waited for.
   */
  closeSecond(startedAt: number): void {
    for (const deviceId of this.#lateness.closeSecond(startedAt)) this.#devices.forget(deviceId);
  }

  /** Advances with city time; devices beyond the idle timeout are not waited for until their next reading. */
  advance(cityTime: number): void {
    const at = Math.max(this.#at ?? -Infinity, cityTime - DISORDER_MILLIS);
    const held = new Map<string, number>();
    for (const [deviceId, hold] of this.#devices.until(at)) {
      const due = dueAt(hold);
      if (cityTime > due + IDLE_MILLIS) {
        this.#devices.forget(deviceId);
        continue;
      }
      // One millisecond before the due time, so that a reading observed exactly on time is not late.
      const reach = Math.max(due - 1, this.of(hold.zoneId));
      if (reach < (held.get(hold.zoneId) ?? at)) held.set(hold.zoneId, reach);
    }
    this.#at = at;
    this.#held = held;
  }

  /** The gateway stopped at `at`: no device is waited for any more, and every watermark is at least `at`. */
  endAt(at: number): void {
    this.#devices.clear();
    this.#held = new Map();
    this.#at = Math.max(this.#at ?? -Infinity, at);
  }

  /** The gateway runs again. */
  resume(cityTime: number): void {
    this.endAt(cityTime - DISORDER_MILLIS);
  }

  snapshot(): WatermarkSnapshot {
    return {
      at: this.#at,
      held: [...this.#held],
      holds: [...this.#devices.holds].map(([id, { zoneId, last, intervalMillis }]) => [
        id,
        last,
        intervalMillis,
        zoneId,
      ]),
      lateness: this.#lateness.snapshot(),
    };
  }

  /** `zoneOf`: the zone of a device, for checkpoints of version 0.1.0, which had one watermark for all zones. */
  restore({ at, held, holds, lateness }: WatermarkSnapshot, zoneOf: (deviceId: string) => string): void {
    this.#at = at;
    this.#held = new Map(held);
    this.#lateness.restore(lateness ?? { delays: [], heard: [] });
    this.#devices.clear();
    for (const [deviceId, last, intervalMillis, zoneId = zoneOf(deviceId)] of holds) {
      this.#devices.seen(deviceId, zoneId, last, intervalMillis);
    }
  }
}

/** The watermarks as plain JSON; in checkpoints of version 0.1.0 without zones. */
export interface WatermarkSnapshot {
  readonly at: number | null;
  readonly held?: readonly (readonly [zoneId: string, at: number])[];
  readonly holds: readonly (readonly [deviceId: string, last: number, intervalMillis: number, zoneId?: string])[];
  readonly lateness?: LatenessSnapshot;
}
