import type { FoldResult } from '../model/fold.ts';
import type { Documents, DocumentsPart } from '../store/documents/documents.ts';
import type { EffectRunner } from './effect-runner.ts';
import { createPendingDocuments } from './pending-documents.ts';

/** Brings what has been folded into the documents: all of it in one transaction, or later when they take nothing now. */
export interface DocumentsCommitter {
  add(result: FoldResult): void;
  commit(upTo: Pick<DocumentsPart, 'nextOffset' | 'cityTime' | 'folds'>): void;
  /** Everything before this offset can be asked for. */
  readonly committedOffset: number;
  /** Why the documents take nothing, or null when they do. */
  readonly trouble: string | null;
}

interface CommitterOptions {
  readonly documents: Pick<Documents, 'commit' | 'committed'>;
  readonly effects: Pick<EffectRunner, 'takeSettled'>;
  /** The documents already tell of what lies before this offset: folding it again, from an older checkpoint, adds nothing. */
  readonly listedUpTo: number;
  /** Alerts that can be asked for from now on: a page that hears of an alert asks for its evidence next. */
  readonly onAlerts: (alerts: FoldResult['alerts']) => void;
}

export function createDocumentsCommitter({
  documents,
  effects,
  listedUpTo,
  onAlerts,
}: CommitterOptions): DocumentsCommitter {
  const pending = createPendingDocuments();
  let settledEffects: string[] = [];
  let trouble: string | null = null;
  let committedOffset = documents.committed()?.nextOffset ?? 0;
  return {
    add: pending.add,
    commit(upTo) {
      if (upTo.nextOffset < listedUpTo) return;
      const taken = pending.take();
      const { effects: add, rejected, ...part } = taken;
      settledEffects.push(...effects.takeSettled());
      try {
        documents.commit({
          ...part,
          ...upTo,
          rejected: rejected.filter(({ offset }) => offset >= listedUpTo),
          outbox: { add, remove: settledEffects },
        });
      } catch (error) {
        // A full disk: what could not be written waits here and is written with what follows.
        pending.add(taken);
        trouble = `takes nothing, tried again with each second: ${(error as Error).message}`;
        return;
      }
      trouble = null;
      settledEffects = [];
      committedOffset = upTo.nextOffset;
      if (part.alerts.length > 0) onAlerts(part.alerts);
    },
    get committedOffset() {
      return committedOffset;
    },
    get trouble() {
      return trouble;
    },
  };
}
