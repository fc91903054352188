import type { Alert } from '../../model/alert.ts';
import { type AlertFilter, matchesAlert, newestFirst } from '../../model/alert-filter.ts';
import type { Evidence, EvidenceRecord } from '../../model/evidence.ts';
import type { FoldResult } from '../../model/fold.ts';

interface StoredAlerts {
  alerts(filter: AlertFilter): readonly Alert[];
  alert(alertId: string): Alert | null;
  /** The evidence of one step, under the hash in the alert's history. */
  evidence(alertId: string, hash: string): Evidence | null;
}

/** Reads alerts: from the live fold first, and from the documents what the live fold no longer has. */
export interface LiveAlerts extends StoredAlerts {
  /** To be called with each result of the live fold. */
  note(result: FoldResult): void;
}

/** Limit for changed alerts that the documents do not have yet; of more, the oldest are read from the documents. */
const MAX_NOTED = 10_000;
/** The same for the evidence of steps, of which one may be large. */
const MAX_EVIDENCE = 200;

/** Creates the reader; `active` returns the active alerts of the live fold. */
export function liveAlerts(options: {
  readonly documents: StoredAlerts;
  readonly active: () => readonly Alert[];
  /** Offset that the documents have reached. */
  readonly documentsOffset: () => number;
}): LiveAlerts {
  const { documents, active, documentsOffset } = options;
  const noted = new Map<string, { readonly alert: Alert; readonly nextOffset: number }>();
  const evidence = new Map<string, { readonly record: EvidenceRecord; readonly nextOffset: number }>();

  function forget(): void {
    const reached = documentsOffset();
    forgetWritten(noted, reached, MAX_NOTED);
    forgetWritten(evidence, reached, MAX_EVIDENCE);
  }

  return {
    note({ alerts, evidence: records, nextOffset }) {
      if (alerts.length === 0) return;
      forget();
      for (const record of records) evidence.set(record.hash, { record, nextOffset });
      for (const alert of alerts) {
        noted.delete(alert.id);
        noted.set(alert.id, { alert, nextOffset });
      }
    },
    alerts(filter) {
      const { status, limit } = filter;
      const isWanted = (alert: Alert) => matchesAlert(alert, filter);
      if (status === 'active') return active().filter(isWanted).sort(newestFirst).slice(0, limit);
      forget();
      const newer = new Map([...noted.values()].map(({ alert }) => [alert.id, alert]));
      for (const alert of active()) newer.set(alert.id, alert);
      // Of an alert that has changed since, the documents have an older state: it may have had another status.
      const older = documents.alerts({ ...filter, limit: limit + newer.size }).filter(({ id }) => !newer.has(id));
      return [...older, ...newer.values()].filter(isWanted).sort(newestFirst).slice(0, limit);
    },
    alert: (id) => active().find((alert) => alert.id === id) ?? noted.get(id)?.alert ?? documents.alert(id),
    evidence(alertId, hash) {
      const record = evidence.get(hash)?.record;
      return record?.alertId === alertId ? record.evidence : documents.evidence(alertId, hash);
    },
  };
}

/** Forgets what the documents have by now, and the oldest above a limit. */
function forgetWritten(noted: Map<string, { readonly nextOffset: number }>, reached: number, limit: number): void {
  for (const [id, { nextOffset }] of noted) if (nextOffset <= reached) noted.delete(id);
  for (const id of noted.keys()) {
    if (noted.size <= limit) return;
    noted.delete(id);
  }
}
