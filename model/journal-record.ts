import type { CityAction } from './action.ts';
import type { Amendment } from './amendment.ts';
import type { ConfigChange } from './config-change.ts';

interface RecordTimes {
  /** City time of entry: milliseconds since 1970, UTC. Never goes back within a journal. */
  readonly receivedAt: number;
  /** Wall clock of the gateway beside it; for people, never for folds. */
  readonly wallAt: number;
}

/** What a device said, untouched. */
export interface PublicationRecord extends RecordTimes {
  readonly kind: 'publication';
  readonly deviceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** MQTT packet identifier; 0 for QoS 0 and for wills. */
  readonly messageId: number;
  /** Number of the connection that brought it; unique within a gateway run, joined to presence records. */
  readonly connection: number;
}

/** What a person or a program of theirs did: acknowledge an alert, change a mapping. */
export interface ActionRecord extends RecordTimes {
  readonly kind: 'action';
  /** Made by whoever asked; the same id twice takes effect once. */
  readonly actionId: string;
  readonly user: string;
  readonly action: CityAction;
}

/** Configuration that changes the meaning of what follows. */
export interface ConfigRecord extends RecordTimes {
  readonly kind: 'config';
  readonly user: string;
  readonly change: ConfigChange;
}

/** City time has reached `receivedAt`, though nobody spoke. */
export interface TickRecord extends RecordTimes {
  readonly kind: 'tick';
}

/** A device came or went. `clean` is true when it took its leave by DISCONNECT. */
export interface PresenceRecord extends RecordTimes {
  readonly kind: 'presence';
  readonly deviceId: string;
  readonly connection: number;
  readonly present: boolean;
  readonly clean: boolean;
}

/** The gateway (re)started: nobody listened before, so silence across it counts for nothing. */
export interface GapRecord extends RecordTimes {
  readonly kind: 'gap';
  /** City time of the last record before it; `receivedAt` of this one for a new journal. */
  readonly since: number;
}

/** Refusals by the gateway: one record per device, reason and minute, never one per attempt. */
export interface RefusalRecord extends RecordTimes {
  readonly kind: 'refusal';
  readonly deviceId: string;
  readonly reason: string;
  readonly count: number;
}

/** Changes how earlier records are folded; every fold reads all amendments before it starts. */
export interface AmendmentRecord extends RecordTimes, Amendment {
  readonly kind: 'amendment';
}

export type JournalRecord =
  | PublicationRecord
  | ActionRecord
  | ConfigRecord
  | TickRecord
  | PresenceRecord
  | GapRecord
  | RefusalRecord
  | AmendmentRecord;

/** A record with the place that the journal gave it. */
export type Journalled<R extends JournalRecord = JournalRecord> = R & { readonly offset: number };

/** Records in the order of their offsets, as a reader hands them out. */
export interface JournalBatch {
  readonly records: readonly Journalled[];
  /** Read from here next. */
  readonly nextOffset: number;
}

/** Kinds that carry meaning: kept for ever, in segments of their own. */
export const LASTING_KINDS: ReadonlySet<JournalRecord['kind']> = new Set(['action', 'config', 'amendment']);
