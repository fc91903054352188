import { SEVERITIES, type Severity } from '../model/scenario.ts';

/** Order of severities; nothing at all stands below `watch`. */
export const severityRank = (severity: Severity | null): number =>
  severity === null ? -1 : SEVERITIES.indexOf(severity);

/** The graver of two. */
export const graver = (a: Severity | null, b: Severity | null): Severity | null =>
  severityRank(a) >= severityRank(b) ? a : b;
