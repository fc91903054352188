import { Lateness, type LatenessSnapshot } from './lateness.ts';
import { dueAt, OverdueDevices } from './overdue-devices.ts';

/** Readings may come this much out of order without being late. */
const DISORDER_MILLIS = 10_000;
/** A device overdue by more no longer holds its zone back. */
const IDLE_MILLIS = 60_000;

/** Stands for the zone of devices that stand in none. */
export const NO_ZONE = '';

/**
 * How far event time has come in each zone: everything that its devices observed up to there is in, as far as one can
 * know. It trails city time by 10 s; in a zone where a device is due it waits for that device, 60 s at most; it never
 * goes back. Since no zone trails city time by more than 61 s, none is ever 60 s behind the median of its siblings.
 */
export class Watermark {
  /** Where zones stand that nothing holds back. */
  #at: number | null = null;
  /** Zones that stand behind `#at`. */
  #held = new Map<string, number>();
  readonly #devices = new OverdueDevices();
  readonly #lateness = new Lateness();

  /** Where every zone stands that nothing holds back; null before the first record. */
  get at(): number | null {
    return this.#at;
  }

  /** Zones that are held back, by their own devices, and where they stand. */
  get held(): ReadonlyMap<string, number> {
    return this.#held;
  }

  /** Where a zone stands as far as its own devices go. */
  of(zoneId: string): number {
    return this.#held.get(zoneId) ?? this.#at ?? -Infinity;
  }

  /** A device of this zone has spoken and is expected again after its interval, unless it is known to be late. */
  seen(deviceId: string, zoneId: string, observedAt: number, intervalSeconds: number): void {
    this.#lateness.hear(deviceId, observedAt, intervalSeconds);
    if (!this.#lateness.isLate(deviceId)) this.#devices.seen(deviceId, zoneId, observedAt, intervalSeconds * 1000);
  }

  /** The device is no longer part of the city. */
  forget(deviceId: string): void {
    this.#lateness.forget(deviceId);
    this.#devices.forget(deviceId);
  }

  /** A second of city time that began at this instant is over: learns from it who is late, and no longer waits for them. */
  closeSecond(startedAt: number): void {
    for (const deviceId of this.#lateness.closeSecond(startedAt)) this.#devices.forget(deviceId);
  }

  /** Moves on with city time; devices that are overdue are forgotten until they speak again. */
  advance(cityTime: number): void {
    const at = Math.max(this.#at ?? -Infinity, cityTime - DISORDER_MILLIS);
    const held = new Map<string, number>();
    for (const [deviceId, hold] of this.#devices.until(at)) {
      const due = dueAt(hold);
      if (cityTime > due + IDLE_MILLIS) {
        this.#devices.forget(deviceId);
        continue;
      }
      // Just before it is due: a reading observed exactly on time must not come late.
      const reach = Math.max(due - 1, this.of(hold.zoneId));
      if (reach < (held.get(hold.zoneId) ?? at)) held.set(hold.zoneId, reach);
    }
    this.#at = at;
    this.#held = held;
  }

  /** Nobody listened from then on: nothing is waited for any more, and every zone stands there at least. */
  endAt(at: number): void {
    this.#devices.clear();
    this.#held = new Map();
    this.#at = Math.max(this.#at ?? -Infinity, at);
  }

  /** Somebody listens again. */
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

  /** Checkpoints of version 0.1.0 know one watermark for all zones; `zoneOf` says where the devices that it waited for stand. */
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

/** Watermarks as plain JSON; in checkpoints of version 0.1.0 without zones. */
export interface WatermarkSnapshot {
  readonly at: number | null;
  readonly held?: readonly (readonly [zoneId: string, at: number])[];
  readonly holds: readonly (readonly [deviceId: string, last: number, intervalMillis: number, zoneId?: string])[];
  readonly lateness?: LatenessSnapshot;
}
