import type { Alert } from '../model/alert.ts';

/** An alert for lists and streams: its evidence is large and has an address of its own. */
export type AlertSummary = Omit<Alert, 'evidence'> & { readonly evidenceUrl: string };

/** Puts the address of the evidence in its place. */
export function withoutEvidence(alert: Alert): AlertSummary {
  const { evidence: _, ...summary } = alert;
  return { ...summary, evidenceUrl: `/api/alerts/${encodeURIComponent(alert.id)}/evidence` };
}
