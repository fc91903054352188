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

/** A message as a dialect sees it: what the journal keeps of it, and nothing of the city. */
export interface DialectMessage {
  /** Whose connection brought it: the device itself, or one that carries others. */
  readonly deviceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** City time of arrival, milliseconds since 1970, UTC: the only clock there is. */
  readonly receivedAt: number;
  /** Number of the connection; another one than before: the device has connected anew. */
  readonly connection: number;
}

/** What a dialect made of one message, and what it wants to remember for the next one. */
export interface DialectAnswer<State> {
  readonly decoded: Decoded;
  /** The state that was handed in, or a new one; never the old one changed. Null: nothing to remember. */
  readonly state: State | null;
}

/**
 * A wire format: a folder `devices/dialects/<name>/` and one line in the list. Pure: no clock, no randomness, no memory but `State`, which is
 * plain JSON of at most `MAX_DIALECT_STATE_CHARACTERS`.
 */
export interface Dialect<State = unknown> {
  readonly name: string;
  /**
   * MQTT topic filters that carry it, with `{deviceId}` as one whole level: the id of the device that the connection belongs to. The gateway
   * lets a device publish on those of its dialect, besides `city/v1/devices/<id>/…`; a message on any other topic is rejected unread.
   */
  readonly topics: readonly string[];
  /** Whom the state belongs to: each device spoken for, or the connection's device for all behind it. Ends with that device. */
  readonly stateOf: 'nobody' | 'device' | 'connection';
  /** Id of the device that the message speaks for; null: of the connection's own. Never throws, whatever the bytes. */
  identify(message: DialectMessage): string | null;
  /** Reads a message; `state` null: nothing is remembered yet. Never throws, whatever the bytes: bad data is a value. */
  decode(state: State | null, message: DialectMessage): DialectAnswer<State>;
}

/** Length of a dialect's state as JSON, in UTF-16 code units; a message that would lead beyond is rejected as `dialect-failed`. */
export const MAX_DIALECT_STATE_CHARACTERS = 65_536;
