import type { Alert } from '../../model/alert.ts';
import type { DocumentsBatch } from '../../model/documents-batch.ts';
import type { Effect } from '../../model/effect.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { Sink } from '../../model/sink.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';
import { toDocumentsBatch } from './to-documents-batch.ts';

/** The sink that writes the documents, from which page and API read. */
export interface DocumentsSink extends Sink {
  /** Adds values that another sink refuses for good to the list of rejected ones; written with the next results. */
  note(rejected: readonly Rejected[]): void;
}

/** Limit of rejected values of other sinks that wait while the disk is full; of more only the newest are listed. */
const MAX_NOTED = 10_000;

/** Creates the sink; its cursor is the offset of the last commit to the documents. */
export function createDocumentsSink(options: {
  readonly documents: {
    committed(): { readonly nextOffset: number } | null;
    commit(part: DocumentsBatch): void;
    alerts(filter: { readonly status: 'active'; readonly limit: number }): readonly Alert[];
    alert(alertId: string): Alert | null;
  };
  /** The active alerts of the live fold. */
  readonly active: () => readonly Alert[];
  /**
   * Called with the effects of alerts that were withdrawn, because the fold no longer has them (see `reconcileAlerts`).
   */
  readonly onWithdrawn: (effects: readonly Effect[]) => void;
}): DocumentsSink {
  const { documents, active, onWithdrawn } = options;
  let noted: readonly Rejected[] = [];
  let unlisted = 0;
  let isReconciled = false;
  const reached = (): number => documents.committed()?.nextOffset ?? 0;

  return {
    name: 'documents',
    cursor: async () => reached(),
    async take(results) {
      const batch = toDocumentsBatch(results, reached());
      documents.commit({ ...batch, rejected: [...batch.rejected, ...withCount(noted, unlisted)] });
      noted = [];
      unlisted = 0;
    },
    caughtUp(cityTime) {
      if (isReconciled) return;
      const listed = documents.alerts({ status: 'active', limit: Number.MAX_SAFE_INTEGER });
      const changes = reconcileAlerts({ listed, active: active(), find: documents.alert, cityTime });
      if (changes.alerts.length > 0) {
        const nothing = { evidence: [], rejected: [], unmapped: [], ledger: [], states: [] };
        documents.commit({ ...nothing, alerts: changes.alerts, nextOffset: reached(), cityTime });
        onWithdrawn(changes.effects);
      }
      isReconciled = true;
    },
    note(rejected) {
      const all = [...noted, ...rejected];
      unlisted += Math.max(0, all.length - MAX_NOTED);
      noted = all.slice(-MAX_NOTED);
    },
  };
}

/** Adds to the detail of the oldest one how many before it are not listed. */
function withCount(noted: readonly Rejected[], unlisted: number): readonly Rejected[] {
  const [oldest, ...rest] = noted;
  if (oldest === undefined || unlisted === 0) return noted;
  const why = 'the documents could not be written for too long; the ledger counts them';
  return [{ ...oldest, detail: `${oldest.detail} (${unlisted} before it are not listed: ${why})` }, ...rest];
}
