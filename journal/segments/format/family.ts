import { type JournalRecord, LASTING_KINDS } from '../../../model/journal-record.ts';

/** The two sets of segment files, with common offsets: `ageing` is subject to retention, `lasting` is kept for ever. */
export const FAMILIES = ['ageing', 'lasting'] as const;
/** One of the two sets of segment files. */
export type Family = (typeof FAMILIES)[number];

/** The family in which a kind of record is stored. */
export const familyOf = (kind: JournalRecord['kind']): Family => (LASTING_KINDS.has(kind) ? 'lasting' : 'ageing');
