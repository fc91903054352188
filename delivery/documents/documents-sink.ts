import type { Alert } from '../../model/alert.ts';
import type { DocumentsBatch } from '../../model/documents-batch.ts';
import type { Effect } from '../../model/effect.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { Sink } from '../../model/sink.ts';
import { mendAlerts } from './mend-alerts.ts';
import { partOf } from './part-of.ts';

/** The documents behind the fold: what page and API show. */
export interface DocumentsSink extends Sink {
  /** What another sink will never take: listed with what is taken next. */
  note(rejected: readonly Rejected[]): void;
}

/**
 * Rejected values of other sinks that may wait for a full disk; of more the newest are listed, and how many are not.
 */
const MOST_NOTED = 10_000;

export function createDocumentsSink(options: {
  readonly documents: {
    committed(): { readonly nextOffset: number } | null;
    commit(part: DocumentsBatch): void;
    alerts(filter: { readonly status: 'active'; readonly limit: number }): readonly Alert[];
    alert(alertId: string): Alert | null;
  };
  /** Alerts that the live fold holds active. */
  readonly active: () => readonly Alert[];
  /** Told of alerts that the documents showed as active and the journal no longer leads to: they are withdrawn. */
  readonly onWithdrawn: (effects: readonly Effect[]) => void;
}): DocumentsSink {
  const { documents, active, onWithdrawn } = options;
  let noted: readonly Rejected[] = [];
  let unlisted = 0;
  let isMended = false;
  const reached = (): number => documents.committed()?.nextOffset ?? 0;

  return {
    name: 'documents',
    cursor: async () => reached(),
    async take(results) {
      const part = partOf(results, reached());
      documents.commit({ ...part, rejected: [...part.rejected, ...withCount(noted, unlisted)] });
      noted = [];
      unlisted = 0;
    },
    caughtUp(cityTime) {
      if (isMended) return;
      const listed = documents.alerts({ status: 'active', limit: Number.MAX_SAFE_INTEGER });
      const mended = mendAlerts({ listed, active: active(), find: documents.alert, cityTime });
      if (mended.alerts.length > 0) {
        const nothing = { rejected: [], unmapped: [], ledger: [], states: [] };
        documents.commit({ ...nothing, alerts: mended.alerts, nextOffset: reached(), cityTime });
        onWithdrawn(mended.effects);
      }
      isMended = true;
    },
    note(rejected) {
      const all = [...noted, ...rejected];
      unlisted += Math.max(0, all.length - MOST_NOTED);
      noted = all.slice(-MOST_NOTED);
    },
  };
}

/** Says with the oldest one how many before it are not listed. */
function withCount(noted: readonly Rejected[], unlisted: number): readonly Rejected[] {
  const [oldest, ...rest] = noted;
  if (oldest === undefined || unlisted === 0) return noted;
  const why = 'the documents could not be written for too long; the ledger counts them';
  return [{ ...oldest, detail: `${oldest.detail} (${unlisted} before it are not listed: ${why})` }, ...rest];
}
