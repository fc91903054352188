import type { StandardStatus } from '../../model/standards-pack.ts';

/** How binding a standard or one of its rows can be. */
export const STATUSES: ReadonlySet<StandardStatus> = new Set(['statutory', 'guideline', 'local', 'project-default']);
