import type { Severity, Verdict } from '../../model/scenario.ts';
import { maxSeverity, severityRank } from '../severity-rank.ts';

/** The verdicts on which late data decide, and the alert's severity before. */
export interface LateVerdicts {
  /** Names the late data. */
  readonly cause: string;
  readonly severity: Severity;
  /** The verdict on which the alert stands, and the one on the same window with the late data. */
  readonly was: Verdict;
  readonly again: Verdict;
  /** The verdict on the current window; null: there is none, or it is not needed. */
  readonly present: Verdict | null;
}

/** What becomes of the alert, and which window is its evidence. */
export interface LateOutcome {
  readonly change: 'amended' | 'withdrawn';
  readonly severity: Severity;
  readonly reason: string;
  readonly on: 'again' | 'present';
}

/** Whether the alert may stand on the window with the late data. */
export const isStillJustified = ({ was, again }: Pick<LateVerdicts, 'was' | 'again'>): boolean =>
  again.severity !== null || was.severity === null;

/** Decides what late data change about an alert. */
export function lateOutcome({ cause, severity, was, again, present }: LateVerdicts): LateOutcome {
  if (isStillJustified({ was, again })) {
    const reason = `${cause}: ${changeText(was, again)}`;
    return { change: 'amended', severity: reducedTo(severity, was, again), reason, on: 'again' };
  }
  // The alert should not have been raised on that window, but if its condition holds now, it is kept on the current
  // one.
  const carried = present === null ? null : maxSeverity(present.severity, present.keeps ?? null);
  if (present === null || present.severity === null || carried === null) {
    return { change: 'withdrawn', severity, reason: `${cause}: the condition did not hold`, on: 'again' };
  }
  const reason = `${cause}: ${changeText(was, present)}`;
  return { change: 'amended', severity: minSeverity(severity, carried), reason, on: 'present' };
}

/** A late reading may lower the severity at once; a higher one is subject to the on-delay of the state machine. */
function reducedTo(current: Severity, was: Verdict, now: Verdict): Severity {
  if (now.severity === null || severityRank(now.severity) >= severityRank(was.severity)) return current;
  return minSeverity(current, now.severity);
}

const minSeverity = (a: Severity, b: Severity): Severity => (severityRank(a) <= severityRank(b) ? a : b);

const changeText = (was: Verdict, now: Verdict): string =>
  now.severity === was.severity
    ? `${was.because.join(', ')} became ${now.because.join(', ')}`
    : `${was.severity ?? 'nothing'} became ${now.severity ?? 'nothing'}`;
