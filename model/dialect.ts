/** One value as the device sent it: not yet mapped, converted or checked. */
export interface RawValue {
  readonly channel: string;
  readonly value: number;
  /** Unit as sent; null: the unit of the channel model. */
  readonly unit: string | null;
  /** Timestamp of the device, milliseconds since 1970, UTC; null: the gateway's `receivedAt` is used. */
  readonly observedAt: number | null;
}

/** One value that cannot become a reading, e.g. NaN. */
export interface RawFault {
  readonly channel: string | null;
  readonly reason: 'not-a-number' | 'unknown-unit' | 'time-invalid' | 'too-many-readings' | 'duplicate-key';
  readonly detail: string;
}

/** A decoded payload. An invalid payload is a value (`ok: false`), never an exception. */
export type Decoded =
  | {
      readonly ok: true;
      readonly values: readonly RawValue[];
      readonly faults: readonly RawFault[];
      /**
       * An id that the device gives to this message alone (e.g. boot id and sequence number): a second one with it and
       * the same measurement is a repeat. Null: it has none.
       */
      readonly messageKey: string | null;
      /** Sequence number for measuring loss, and the id of the boot at which counting started. */
      readonly sequence: { readonly boot: string; readonly number: number; readonly width?: number } | null;
    }
  | { readonly ok: false; readonly detail: string };

/** The input of a dialect: the fields of the journal record, without any knowledge of the city. */
export interface DialectMessage {
  /**
   * The device that the MQTT connection belongs to: the sender itself, or a gateway device that forwards for others.
   */
  readonly deviceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** City time of arrival, milliseconds since 1970, UTC: the only time that a dialect may use. */
  readonly receivedAt: number;
  /** Number of the connection; it differs from that of the message before when the device has reconnected. */
  readonly connection: number;
}

/** The decoded message, and the decoder state for the next message. */
export interface DialectResult<State> {
  readonly decoded: Decoded;
  /** The given state or a new object; the given one is never mutated. Null: no state. */
  readonly state: State | null;
}

/**
 * A wire format: a folder `devices/dialects/<name>/` and one line in the list. Pure functions: no clock, no randomness,
 * and no state other than `State`, which is plain JSON of at most `MAX_DIALECT_STATE_CHARACTERS`.
 */
export interface Dialect<State = unknown> {
  readonly name: string;
  /**
   * MQTT topic filters on which the dialect is used, with `{deviceId}` as one whole level: the id of the device that
   * the connection belongs to. The gateway allows a device to publish on these, besides `city/v1/devices/<id>/…`; a
   * message on any other topic is rejected without being decoded.
   */
  readonly topics: readonly string[];
  /**
   * The key of the state: one state per identified device, or one per connected device, shared by all devices behind
   * its connection. The state is deleted together with that device.
   */
  readonly stateOf: 'nobody' | 'device' | 'connection';
  /** Id of the device that sent the message; null: the connected device. Must not throw for any payload. */
  identify(message: DialectMessage): string | null;
  /** Decodes a message; `state` is null for the first one. Must not throw for any payload: bad data is a value. */
  decode(state: State | null, message: DialectMessage): DialectResult<State>;
}

/**
 * Maximum length of a state as JSON, in UTF-16 code units; a message that exceeds it is rejected as `dialect-failed`.
 */
export const MAX_DIALECT_STATE_CHARACTERS = 65_536;
