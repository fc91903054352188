import type { Decoded, RawFault, RawValue } from '../../model/dialect.ts';
import { MAX_VALUES_PER_MESSAGE } from './limits.ts';

/** What has been read so far while a message is read; bounded, so that no message floods what comes after. */
export class DecodeResult {
  readonly #values: RawValue[] = [];
  readonly #faults: RawFault[] = [];
  #beyondLimit = 0;

  /** Takes a value; adding 0 turns -0 into 0: the two are one value, but JSON keeps only one of them. */
  take({ channel, value, unit, observedAt }: RawValue): void {
    if (this.#hasRoom()) this.#values.push({ channel, value: value + 0, unit, observedAt });
  }

  reject(channel: string, reason: RawFault['reason'], detail: string): void {
    if (this.#hasRoom()) this.#faults.push({ channel, reason, detail });
  }

  /** Ends the reading; `sequence` null: the message carries no number. */
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
