import type { Alert, AlertChange } from '../../model/alert.ts';
import { maxSeverity } from '../severity-rank.ts';

/** The fields of an alert that follow from its history alone. */
export type DerivedAlert = Pick<
  Alert,
  'revision' | 'status' | 'severity' | 'peakSeverity' | 'raisedAt' | 'clearedAt' | 'acknowledgedBy' | 'acknowledgedAt'
> & { readonly isUnwatched: boolean };

/** Computes the fields of an alert from its history; null: it does not begin with `raised`. */
export function deriveAlert(history: readonly AlertChange[]): DerivedAlert | null {
  const [raised, ...later] = history;
  if (raised?.change !== 'raised') return null;
  const begin: DerivedAlert = {
    revision: 1,
    status: 'open',
    severity: raised.severity,
    peakSeverity: raised.severity,
    raisedAt: raised.at,
    clearedAt: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    isUnwatched: false,
  };
  return later.reduce(afterChange, begin);
}

function afterChange(before: DerivedAlert, { change, at, by, severity, reason }: AlertChange): DerivedAlert {
  const revision = before.revision + 1;
  if (change === 'noted') return { ...before, revision };
  if (change === 'acknowledged') {
    const status = before.status === 'cleared' ? 'cleared' : 'acknowledged';
    return { ...before, revision, status, acknowledgedBy: by, acknowledgedAt: at };
  }
  const isOver = change === 'cleared' || change === 'withdrawn';
  const isNews = change === 'escalated' && before.status === 'acknowledged';
  const isSwitch = change === 'amended' && /^(?:watched again$|not watched: )/.test(reason);
  return {
    ...before,
    revision,
    severity,
    peakSeverity: maxSeverity(before.peakSeverity, severity) ?? severity,
    status: isOver ? 'cleared' : isNews ? 'open' : before.status,
    clearedAt: isOver ? at : null,
    ...(isNews ? { acknowledgedBy: null, acknowledgedAt: null } : {}),
    isUnwatched: !isOver && (isSwitch ? reason !== 'watched again' : before.isUnwatched),
  };
}
