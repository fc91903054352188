import type { ActionRecord, ConfigRecord, JournalRecord } from './journal-record.ts';

/** A record before the gateway gives it its times. */
type Draft<R extends JournalRecord> = R extends JournalRecord ? Omit<R, 'receivedAt' | 'wallAt'> : never;

/** What others may hand to the gateway to append: human actions and configuration. */
export type AppendDraft = Draft<ActionRecord> | Draft<ConfigRecord>;
