import type { CityAction } from './action.ts';
import type { Amendment } from './amendment.ts';
import type { ConfigChange } from './config-change.ts';

interface RecordTimes {
  /** City time of the append: milliseconds since 1970, UTC. Non-decreasing within a journal. */
  readonly receivedAt: number;
  /**
   * Wall clock of the gateway at the append, milliseconds since 1970, UTC; for display and diagnosis, not for folds.
   */
  readonly wallAt: number;
}

/** An MQTT publication of a device, byte for byte. */
export interface PublicationRecord extends RecordTimes {
  readonly kind: 'publication';
  readonly deviceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /**
   * DUP flag: the client says that it may have sent this before (MQTT 3.1.1, 3.3.1.1). False in journals up to version
   * 0.2.0.
   */
  readonly dup: boolean;
  /** MQTT packet identifier; 0 for QoS 0 and for will messages. */
  readonly messageId: number;
  /** Number of the connection; unique within a gateway run, and the same as in its presence records. */
  readonly connection: number;
}

/** An action of a person, or of a program in their name: for example acknowledging an alert. */
export interface ActionRecord extends RecordTimes {
  readonly kind: 'action';
  /** Idempotency key, made by the requester: a second action with the same id has no effect. */
  readonly actionId: string;
  readonly user: string;
  readonly action: CityAction;
}

/** A change of configuration that affects how later records are interpreted. */
export interface ConfigRecord extends RecordTimes {
  readonly kind: 'config';
  readonly user: string;
  readonly change: ConfigChange;
}

/** City time has reached `receivedAt`; written once a second, so that time also passes without messages. */
export interface TickRecord extends RecordTimes {
  readonly kind: 'tick';
}

/** A device connected or disconnected. `clean` is true when it sent DISCONNECT (MQTT 3.1.1, 3.14). */
export interface PresenceRecord extends RecordTimes {
  readonly kind: 'presence';
  readonly deviceId: string;
  readonly connection: number;
  readonly present: boolean;
  readonly clean: boolean;
  /** Of one that connected: it said in CONNECT that it is a bridge, that is, another broker. Left out: it did not. */
  readonly isBridge?: boolean;
  /**
   * Of one that disconnected: packet ids of its publications in the journal whose PUBACK or PUBREC was not written.
   * Left out up to version 0.2.0: not known.
   */
  readonly unacknowledged?: readonly number[];
}

/** The gateway (re)started: it received nothing before, so the silence of a device in that interval does not count. */
export interface GapRecord extends RecordTimes {
  readonly kind: 'gap';
  /** City time of the last record before it; for a new journal the `receivedAt` of this record. */
  readonly since: number;
  /**
   * Offset at which the last commit before it began: its publications may not have been acknowledged. Null: there is
   * none. Left out up to version 0.2.0: not known.
   */
  readonly openFrom?: number | null;
  /** The gateway was there all the time, with its connections: only its clock was stepped forward. */
  readonly isStep?: true;
}

/** Connections or publications that the gateway refused: one record per device, reason and minute, with their count. */
export interface RefusalRecord extends RecordTimes {
  readonly kind: 'refusal';
  readonly deviceId: string;
  readonly reason: string;
  /**
   * For a person: which topic, filter or id the first one was about, and what would be allowed. Left out by versions up
   * to 0.2.0.
   */
  readonly detail?: string;
  readonly count: number;
}

/** Changes how earlier records are folded; each fold reads all amendments before it starts. */
export interface AmendmentRecord extends RecordTimes, Amendment {
  readonly kind: 'amendment';
}

/** Any record of the journal. */
export type JournalRecord =
  | PublicationRecord
  | ActionRecord
  | ConfigRecord
  | TickRecord
  | PresenceRecord
  | GapRecord
  | RefusalRecord
  | AmendmentRecord;

/** A record with the offset that the journal assigned to it. */
export type Journalled<R extends JournalRecord = JournalRecord> = R & { readonly offset: number };

/** Consecutive records in the order of their offsets, as a reader returns them. */
export interface JournalBatch {
  readonly records: readonly Journalled[];
  /** The offset at which to continue reading. */
  readonly nextOffset: number;
}

/** Kinds of record that retention never deletes; kept in segments of their own. */
export const LASTING_KINDS: ReadonlySet<JournalRecord['kind']> = new Set(['action', 'config', 'amendment']);
