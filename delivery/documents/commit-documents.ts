import type { Alert } from '../../model/alert.ts';
import type { DocumentsPart, SavedFolds } from '../../model/documents-part.ts';
import type { Effect } from '../../model/effect.ts';
import type { FoldResult } from '../../model/fold.ts';
import { type Turns, timeSlicedStringify } from '../../model/time-sliced-stringify.ts';
import type { EffectRunner } from '../effect-runner.ts';
import { mendAlerts } from './mend-alerts.ts';
import { createPendingDocuments } from './pending-documents.ts';

/**
 * Brings what has been folded into the documents: all of it in one transaction, or later when they take nothing now. What they tell of
 * already is not gathered when it is folded again, and no effect of it is asked for again: what was not done stands in the outbox.
 */
export interface DocumentsCommitter {
  add(result: FoldResult): void;
  commit(upTo: UpTo): void;
  /**
   * The same without `folds`, and then a checkpoint of that place, made in turns with others. Resolves with the milliseconds that it took beside what it gave way to; the
   * state must not change meanwhile.
   */
  checkpoint(upTo: Required<UpTo>): Promise<number>;
  /** The fold has caught up, and `active` are all its active alerts: the documents then tell of these and of no others. */
  mend(active: readonly Alert[], upTo: UpTo): void;
  /** Everything before this offset can be asked for. */
  readonly committedOffset: number;
  /** Why the documents take nothing, or null when they do. */
  readonly trouble: string | null;
  /** False while the documents take nothing and so much waits for them that the fold has to wait, too. */
  readonly hasRoom: boolean;
}

type UpTo = Pick<DocumentsPart, 'nextOffset' | 'cityTime' | 'folds'>;

interface CommitterOptions {
  readonly documents: {
    committed(): { readonly nextOffset: number } | null;
    commit(part: DocumentsPart): void;
    saveFolds(saved: SavedFolds): void;
    doneMark(): number;
    keptFrom(): number | null;
    alerts(filter: { readonly status: 'active'; readonly limit: number }): readonly Alert[];
    alert(alertId: string): Alert | null;
  };
  readonly effects: Pick<EffectRunner, 'add' | 'takeSettled'>;
  /** The documents already tell of what lies before this offset: folding it again, from an older checkpoint, adds nothing. */
  readonly listedUpTo: number;
  /** Alerts that can be asked for from now on: a page that hears of an alert asks for its evidence next. */
  readonly onAlerts: (alerts: FoldResult['alerts']) => void;
  readonly turns: Turns;
  /** Aborted when the documents are about to be closed: a checkpoint under way is given up. */
  readonly signal: AbortSignal;
  /** Told with each checkpoint from where on a start may need the journal: the newest checkpoint may not load. */
  readonly onKeptFrom: (offset: number) => void;
}

/** Rejected messages, effects and alerts that may wait for a full disk; with a few kilobytes each they stay below 100 MB. */
const MOST_WAITING = 20_000;

export function createDocumentsCommitter(options: CommitterOptions): DocumentsCommitter {
  const { documents, effects, listedUpTo, onAlerts, onKeptFrom, turns, signal } = options;
  const pending = createPendingDocuments();
  let settledEffects: string[] = [];
  /** Effects that wait until they stand in the documents. */
  let unlisted: readonly Effect[] = [];
  let failure: string | null = null;
  let committedOffset = documents.committed()?.nextOffset ?? 0;

  const hasRoom = () => failure === null || pending.waiting < MOST_WAITING;

  /** Whether the documents took it. A full disk: what could not be written waits, and is written with what follows. */
  function attempt(change: () => void): boolean {
    try {
      change();
      failure = null;
      return true;
    } catch (error) {
      failure = (error as Error).message;
      return false;
    }
  }

  function save(saved: SavedFolds): void {
    if (attempt(() => documents.saveFolds(saved))) onKeptFrom(documents.keptFrom() ?? 0);
  }

  function commit(upTo: UpTo): void {
    const { nextOffset, cityTime, folds } = upTo;
    if (nextOffset < listedUpTo) {
      if (folds !== undefined) save({ nextOffset, cityTime, text: JSON.stringify(folds), doneMark: null });
      return;
    }
    const taken = pending.take();
    const { effects: add, ...part } = taken;
    for (const id of effects.takeSettled()) settledEffects.push(id);
    if (!attempt(() => documents.commit({ ...part, ...upTo, outbox: { add, remove: settledEffects } }))) {
      pending.add(taken);
      return;
    }
    settledEffects = [];
    committedOffset = nextOffset;
    if (unlisted.length > 0) effects.add(unlisted, upTo.cityTime);
    unlisted = [];
    if (folds !== undefined) onKeptFrom(documents.keptFrom() ?? 0);
    if (part.alerts.length > 0) onAlerts(part.alerts);
  }

  return {
    add(result) {
      // The accounts of a city replace each other, so they may gather: a fold of a journal that was cut has others than are listed.
      if (result.nextOffset <= listedUpTo) return pending.add({ ...result, alerts: [], rejected: [], effects: [] });
      pending.add({ ...result, rejected: result.rejected.filter(({ offset }) => offset >= listedUpTo) });
      effects.add(result.effects, result.cityTime);
    },
    commit,
    async checkpoint({ nextOffset, cityTime, folds }) {
      commit({ nextOffset, cityTime });
      if (nextOffset >= listedUpTo && committedOffset !== nextOffset) return 0;
      const doneMark = nextOffset < listedUpTo ? null : documents.doneMark();
      const { text, millis } = await timeSlicedStringify(folds, turns);
      if (signal.aborted) return millis;
      const since = turns.now();
      save({ nextOffset, cityTime, text, doneMark });
      return millis + turns.now() - since;
    },
    mend(active, upTo) {
      const mended = mendAlerts({
        listed: documents.alerts({ status: 'active', limit: Number.MAX_SAFE_INTEGER }),
        active,
        find: documents.alert,
        isOnItsWay: pending.hasAlert,
        cityTime: upTo.cityTime,
      });
      if (mended.alerts.length === 0) return;
      pending.add({ ...mended, rejected: [], unmapped: [], ledger: [], states: [] });
      // Told only once it stands there: after a crash in between it would get another time, and two texts one id.
      unlisted = mended.effects;
      commit(upTo);
    },
    get committedOffset() {
      return committedOffset;
    },
    get trouble() {
      if (failure === null) return null;
      const waits = hasRoom() ? '' : '; the fold waits for it, and the journal grows';
      return `takes nothing, tried again with each second: ${failure}${waits}`;
    },
    get hasRoom() {
      return hasRoom();
    },
  };
}
