import type { Alert, AlertChange } from '../../model/alert.ts';

/** One step of an alert; `publishedAt`: city time at which it was published; absent: at `at`. */
export interface ScoredStep extends Pick<AlertChange, 'at' | 'change' | 'severity'> {
  readonly publishedAt?: number;
}

/** The part of an alert that scoring looks at. */
export type ScoredAlert = Pick<
  Alert,
  'id' | 'zoneId' | 'scenarioId' | 'lane' | 'peakSeverity' | 'activeAt' | 'raisedAt'
> &
  Partial<Pick<Alert, 'subject'>> & { readonly history: readonly ScoredStep[] };
