import { Ring, type RingSnapshot } from './ring.ts';

const SAMPLES = 15;
/** Fewer say nothing yet. */
const FEWEST_SAMPLES = 5;
/** A clock further off than this makes its readings suspect. */
const SKEW_LIMIT_MILLIS = 120_000;

/**
 * How far a device's clock is off, learnt from `receivedAt - observedAt` of its messages. A device that was away sends
 * its backlog in a burst, with honest old times: only messages about an interval apart are taken as samples.
 */
export class ClockSkew {
  readonly #lags: Ring;
  #sampledAt: number;
  #samples: number;
  /** Samples in the ring beyond the limit, on either side: more than half means that the median lies there. */
  #behind: number;
  #ahead: number;

  constructor(snapshot?: ClockSkewSnapshot) {
    this.#lags = new Ring(SAMPLES, snapshot?.lags);
    this.#sampledAt = snapshot?.sampledAt ?? 0;
    this.#samples = snapshot?.lags.numbers.length ?? 0;
    this.#behind = snapshot?.lags.numbers.filter(isBehind).length ?? 0;
    this.#ahead = snapshot?.lags.numbers.filter(isAhead).length ?? 0;
  }

  learn(observedAt: number, receivedAt: number, intervalSeconds: number): void {
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
    return this.#samples >= FEWEST_SAMPLES && (this.#behind > half || this.#ahead > half);
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

/** A learnt skew as plain JSON. */
export interface ClockSkewSnapshot {
  readonly lags: RingSnapshot;
  readonly sampledAt: number;
}
