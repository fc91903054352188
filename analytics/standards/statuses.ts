import type { StandardStatus } from '../../model/standards-pack.ts';

/** The valid legal standings of a standard or of one of its rows. */
export const STATUSES: ReadonlySet<StandardStatus> = new Set(['statutory', 'guideline', 'local', 'project-default']);
