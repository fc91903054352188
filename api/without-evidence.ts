import type { Alert } from '../model/alert.ts';

/** An alert for lists and streams: with the URL of its evidence, which is large. */
export type AlertSummary = Omit<Alert, 'evidence'> & { readonly evidenceUrl: string };

/** Replaces the evidence by its URL. */
export function withoutEvidence(alert: Alert): AlertSummary {
  const { evidence: _, ...summary } = alert;
  return { ...summary, evidenceUrl: `/api/alerts/${encodeURIComponent(alert.id)}/evidence` };
}
