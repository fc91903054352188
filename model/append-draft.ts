import type { ActionRecord, AmendmentRecord, ConfigRecord, JournalRecord } from './journal-record.ts';

/** A record before the gateway gives it its times. */
type Draft<R extends JournalRecord> = R extends JournalRecord ? Omit<R, 'receivedAt' | 'wallAt'> : never;

/** What others may hand to the gateway to append: human actions, configuration, and amendments of earlier records. */
export type AppendDraft = Draft<ActionRecord> | Draft<ConfigRecord> | Draft<AmendmentRecord>;
