/** One value as the device wrote it: not yet mapped, converted or judged. */
export interface RawValue {
  readonly channel: string;
  readonly value: number;
  /** Unit as sent; null: the channel model's. */
  readonly unit: string | null;
  /** Device time; null: the gateway's `receivedAt` counts. */
  readonly observedAt: number | null;
}

/** One value that cannot become a reading, e.g. NaN. */
export interface RawFault {
  readonly channel: string | null;
  readonly reason: 'not-a-number' | 'unknown-unit' | 'time-invalid' | 'too-many-readings';
  readonly detail: string;
}

/** What a dialect made of a payload. Bad data is a value, never an exception. */
export type Decoded =
  | {
      readonly ok: true;
      readonly values: readonly RawValue[];
      readonly faults: readonly RawFault[];
      /** The dialect's own message id (e.g. a sequence number with its boot id); null: it has none. */
      readonly messageKey: string | null;
      /** Sequence number for measuring loss, and the boot that it counts from. */
      readonly sequence: { readonly boot: string; readonly number: number } | null;
    }
  | { readonly ok: false; readonly detail: string };

/** A wire format: devices/dialects/<name>.ts, one line in the list. */
export interface Dialect {
  readonly name: string;
  /** Whether a topic below `city/v1/devices/<id>/` carries it. */
  decode(payload: Uint8Array, topic: string): Decoded;
}
