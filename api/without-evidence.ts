import type { Alert } from '../model/alert.ts';
import { type LinkedChange, linkedHistory } from './linked-history.ts';

/** An alert for lists and streams: with the URLs of its evidence, which is large. */
export type AlertSummary = Omit<Alert, 'evidence' | 'history'> & {
  readonly history: readonly LinkedChange[];
  readonly evidenceUrl: string;
};

/** Replaces the evidence by its URL. */
export function withoutEvidence(alert: Alert): AlertSummary {
  const { evidence: _, ...summary } = alert;
  const evidenceUrl = `/api/alerts/${encodeURIComponent(alert.id)}/evidence`;
  return { ...summary, history: linkedHistory(alert), evidenceUrl };
}
