/**
 * City time as the records bring it, in whole seconds. Watermarks advance once a second, so that they do not depend on
 * the batch boundaries.
 */
export class CitySeconds {
  #time = 0;
  /** The second of city time to which watermarks have advanced. */
  #second = -1;

  /** Milliseconds since 1970; it never goes back. */
  get time(): number {
    return this.#time;
  }

  pass(receivedAt: number): void {
    this.#time = Math.max(this.#time, receivedAt);
  }

  /** True when city time has left the second to which watermarks have advanced. */
  get isOver(): boolean {
    return Math.floor(this.#time / 1000) > this.#second;
  }

  /** Goes on to the second of city time; returns the beginning of the one before, in milliseconds. */
  next(): number {
    const ended = this.#second * 1000;
    this.#second = Math.floor(this.#time / 1000);
    return ended;
  }

  snapshot(): CitySecondsSnapshot {
    return { cityTime: this.#time, second: this.#second };
  }

  restore({ cityTime, second }: CitySecondsSnapshot): void {
    this.#time = cityTime;
    this.#second = second;
  }
}

/** City time and its second as plain JSON. */
export interface CitySecondsSnapshot {
  readonly cityTime: number;
  readonly second: number;
}
