import { type JournalRecord, LASTING_KINDS } from '../../../model/journal-record.ts';

/** Two sets of segment files under one running offset: `ageing` is cut by retention, `lasting` never. */
export const FAMILIES = ['ageing', 'lasting'] as const;
export type Family = (typeof FAMILIES)[number];

/** Where a kind of record is kept. */
export const familyOf = (kind: JournalRecord['kind']): Family => (LASTING_KINDS.has(kind) ? 'lasting' : 'ageing');
