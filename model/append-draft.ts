import type { ActionRecord, AmendmentRecord, ConfigRecord, JournalRecord } from './journal-record.ts';

/** A record without its timestamps, which the gateway assigns. */
type Draft<R extends JournalRecord> = R extends JournalRecord ? Omit<R, 'receivedAt' | 'wallAt'> : never;

/** Records that other processes may send to the gateway to append: actions, configuration and amendments. */
export type AppendDraft = Draft<ActionRecord> | Draft<ConfigRecord> | Draft<AmendmentRecord>;
