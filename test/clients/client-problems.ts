import type { ClientReport } from './client-report.ts';

/** Why a run failed, also because it proved too little; empty: it passed. */
export function clientProblems(report: ClientReport): readonly string[] {
  const { sent, acknowledged, missing, storedTwice, possibleRepeats, unshowable, cuts, isBalanced } = report;
  const hasMark = report.manner === 'timed' || report.manner === 'numbered';
  const allowed = hasMark ? 0 : possibleRepeats + unshowable;
  return [
    ...(cuts === 0 ? ['no connection was cut'] : []),
    ...(acknowledged === sent ? [] : [`${acknowledged} of ${sent} messages were acknowledged`]),
    ...(missing === 0 ? [] : [`${missing} messages are not in the store`]),
    ...(storedTwice <= allowed ? [] : [`${storedTwice} messages are stored twice, at most ${allowed} may be`]),
    ...(isBalanced ? [] : ['the ledger does not balance']),
  ].map((problem) => `${report.client}, ${report.manner}: ${problem}`);
}
