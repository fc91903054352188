import { Ring, type RingSnapshot } from './ring.ts';

const SAMPLES = 15;
/** With fewer samples the skew is not known. */
const MIN_SAMPLES = 5;
/** Readings of a device with a larger skew are suspect. */
const SKEW_LIMIT_MILLIS = 120_000;

/**
 * The clock skew of a device, estimated as the median of `receivedAt - observedAt` of its messages. A device that was
 * disconnected sends its backlog in a burst with correct old times, so a message is used as a sample only if it arrives
 * at least half an interval after the last sample.
 */
export class ClockSkew {
  readonly #lags: Ring;
  #sampledAt: number;
  #samples: number;
  /** Number of samples beyond the limit on each side: with more than half of all, the median is beyond it too. */
  #behind: number;
  #ahead: number;

  constructor(snapshot?: ClockSkewSnapshot) {
    this.#lags = new Ring(SAMPLES, snapshot?.lags);
    this.#sampledAt = snapshot?.sampledAt ?? 0;
    this.#samples = snapshot?.lags.numbers.length ?? 0;
    this.#behind = snapshot?.lags.numbers.filter(isBehind).length ?? 0;
    this.#ahead = snapshot?.lags.numbers.filter(isAhead).length ?? 0;
  }

  /** Adds a sample (milliseconds since 1970, UTC), unless it comes too soon after the last one. */
  addSample(observedAt: number, receivedAt: number, intervalSeconds: number): void {
    if (this.#samples > 0 && receivedAt - this.#sampledAt < intervalSeconds * 500) return;
    this.#sampledAt = receivedAt;
    const lag = receivedAt - observedAt;
    const slot = this.#lags.next;
    const replaced = this.#lags.at(slot);
    if (replaced === undefined) this.#samples += 1;
    else this.#count(replaced, -1);
    this.#lags.push(lag);
    this.#count(lag, 1);
  }

  /** True when the median of the samples is beyond the limit. */
  isOff(): boolean {
    const half = this.#samples / 2;
    return this.#samples >= MIN_SAMPLES && (this.#behind > half || this.#ahead > half);
  }

  snapshot(): ClockSkewSnapshot {
    return { lags: this.#lags.snapshot(), sampledAt: this.#sampledAt };
  }

  #count(lag: number, by: number): void {
    if (isBehind(lag)) this.#behind += by;
    else if (isAhead(lag)) this.#ahead += by;
  }
}

const isBehind = (lag: number): boolean => lag > SKEW_LIMIT_MILLIS;
const isAhead = (lag: number): boolean => lag < -SKEW_LIMIT_MILLIS;

/** The samples as plain JSON. */
export interface ClockSkewSnapshot {
  readonly lags: RingSnapshot;
  readonly sampledAt: number;
}
