import type { Decoded, RawFault, RawValue } from '../../model/dialect.ts';
import { MAX_VALUES_PER_MESSAGE } from './limits.ts';

/** Collects the values and faults of one message, up to the limit of values per message. */
export class DecodeResult {
  readonly #values: RawValue[] = [];
  readonly #faults: RawFault[] = [];
  #beyondLimit = 0;

  /** Adds a value. `+ 0` turns -0 into 0: a checkpoint is JSON, which has no -0, and replays must not differ by it. */
  add({ channel, value, unit, observedAt }: RawValue): void {
    if (this.#hasRoom()) this.#values.push({ channel, value: value + 0, unit, observedAt });
  }

  /** Adds a fault: a value that cannot become a reading. */
  reject(channel: string | null, reason: RawFault['reason'], detail: string): void {
    if (this.#hasRoom()) this.#faults.push({ channel, reason, detail });
  }

  /** The decoded message; `sequence` null: the message has no sequence number. */
  finish(sequence: { readonly boot: string; readonly number: number } | null): Decoded {
    if (this.#beyondLimit > 0) {
      const detail = `${this.#beyondLimit} values beyond the limit of ${MAX_VALUES_PER_MESSAGE} a message`;
      this.#faults.push({ channel: null, reason: 'too-many-readings', detail });
    }
    const messageKey = sequence === null ? null : `${sequence.boot}:${sequence.number}`;
    return { ok: true, values: this.#values, faults: this.#faults, messageKey, sequence };
  }

  #hasRoom(): boolean {
    if (this.#values.length + this.#faults.length < MAX_VALUES_PER_MESSAGE) return true;
    this.#beyondLimit += 1;
    return false;
  }
}
