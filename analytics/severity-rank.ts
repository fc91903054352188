import { SEVERITIES, type Severity } from '../model/scenario.ts';

/** Rank of a severity; null is below `watch`. */
export const severityRank = (severity: Severity | null): number =>
  severity === null ? -1 : SEVERITIES.indexOf(severity);

/** The higher of two severities. */
export const maxSeverity = (a: Severity | null, b: Severity | null): Severity | null =>
  severityRank(a) >= severityRank(b) ? a : b;
