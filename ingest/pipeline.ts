import { concatMap, from, map, type OperatorFunction, toArray } from 'rxjs';
import type { Amendment } from '../model/amendment.ts';
import { Bulkhead } from '../model/bulkhead.ts';
import type { ClockHold } from '../model/clock-hold.ts';
import type { Dialect } from '../model/dialect.ts';
import type { ExtensionHealth, FailureListener, RunningMark } from '../model/extension-health.ts';
import type { AnalyticsFold, Fold, FoldResult } from '../model/fold.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { type LedgerEntry, ledgerEntryOf } from '../model/ledger.ts';
import { createAccount } from './account.ts';
import { type AnalysedBatch, createAnalyse } from './analyse.ts';
import { createAssess } from './assess.ts';
import { createCounters } from './counters.ts';
import { createDecode, type FoldedRegistry } from './decode.ts';
import { createDeduplicate } from './deduplicate.ts';
import { dialectExtensions } from './dialect-extensions.ts';
import type { DialectHealth } from './dialect-health.ts';
import { createFuse } from './fuse.ts';
import { createHistory } from './history.ts';
import { joinResults } from './join-results.ts';
import { createLastSeen, type LastSeen, lastSeenFromLedger } from './last-seen.ts';
import { Ledger } from './ledger.ts';
import { createLocate } from './locate.ts';
import { microBatches } from './micro-batches.ts';
import { createNormalise } from './normalise.ts';
import { createOrder } from './order.ts';
import { createReconcile } from './reconcile.ts';
import { splitAtConfig } from './split-at-config.ts';
import { through } from './stage.ts';

/** The dependencies of the pipeline. */
export interface PipelineOptions {
  /** Updated by the pipeline and read by others; part of the pipeline's snapshot. */
  readonly registry: FoldedRegistry & Fold;
  readonly dialects: readonly Dialect[];
  readonly analytics: AnalyticsFold;
  /** All amendments of the journal; those that switch dialects off are applied here. */
  readonly amendments?: readonly Amendment[];
  /** Informed of each call to a dialect, for the watchdog. */
  readonly mark?: RunningMark;
  readonly onFailure?: FailureListener;
}

/** The processing of journal records to fold results. */
export interface Pipeline extends Fold {
  readonly operator: OperatorFunction<JournalBatch, FoldResult>;
  /** All accounts of the ledger as of the last result. */
  ledgerNow(): readonly LedgerEntry[];
  /** The failures of each dialect, for readiness, metrics and the page. */
  dialectHealth(): readonly DialectHealth[];
  /** When each device was last seen. */
  readonly lastSeen: LastSeen;
  /** The city's clock is held since then, as of the last result; null: it follows the wall clock. */
  clockHold(): ClockHold | null;
  /** The dialects as extensions: their failures, and where each is on or off. */
  extensions(): readonly ExtensionHealth[];
  /** Names of the stages, in order. */
  readonly stages: readonly string[];
}

/**
 * The pipeline: its stages, in order. A batch is folded completely before the next one is begun, so that a snapshot
 * taken when a result is emitted is the state at the `nextOffset` of that result.
 */
export function ingestPipeline(options: PipelineOptions): Pipeline {
  const { registry, dialects, analytics } = options;
  const ledger = new Ledger();
  const bulkhead = new Bulkhead({ ...options, kind: 'dialect' });
  const decode = createDecode(registry, dialects, bulkhead);
  const deduplicate = createDeduplicate();
  const normalise = createNormalise();
  const reconcile = createReconcile();
  const counters = createCounters();
  const assess = createAssess();
  const locate = createLocate();
  const order = createOrder(registry.view);
  const history = createHistory();
  const fuse = createFuse();
  const analyse = createAnalyse(analytics);
  const lastSeen = createLastSeen<AnalysedBatch>();
  const account = createAccount(ledger);

  const values = (part: JournalBatch) =>
    from(microBatches(part)).pipe(
      through(decode),
      through(deduplicate),
      through(normalise),
      through(reconcile),
      through(counters),
      through(assess),
      through(locate),
    );
  const operator: OperatorFunction<JournalBatch, FoldResult> = (journal) =>
    journal.pipe(
      concatMap(splitAtConfig),
      concatMap((part) =>
        values(part).pipe(
          through(order),
          through(history),
          through(fuse),
          through(analyse),
          through(lastSeen),
          through(account),
          toArray(),
          map(joinResults),
        ),
      ),
    );

  const before = [decode, deduplicate, normalise, reconcile, counters, assess, locate, order, history, fuse, analyse];
  const stages = [...before, lastSeen, account];
  return {
    operator,
    lastSeen,
    clockHold: () => normalise.clockHold,
    ledgerNow: () => ledger.entries(),
    dialectHealth: decode.dialectHealth,
    extensions: () => dialectExtensions(bulkhead, decode.dialectHealth()),
    stages: stages.map(({ name }) => name),
    snapshot: () => ({
      registry: registry.snapshot(),
      ...Object.fromEntries(stages.map((stage) => [stage.name, stage.snapshot()])),
    }),
    restore(snapshot) {
      const parts = snapshot as Readonly<Record<string, unknown>>;
      registry.restore(parts['registry']);
      for (const stage of stages) stage.restore(parts[stage.name] ?? missingPart(stage.name, parts));
    },
  };
}

/** The state of a stage that checkpoints of version 0.1.0 do not contain. */
function missingPart(name: string, parts: Readonly<Record<string, unknown>>): unknown {
  if (name !== 'last-heard') return parts[name];
  const { entries } = parts['account'] as ReturnType<Ledger['snapshot']>;
  return lastSeenFromLedger(entries.map(ledgerEntryOf), (parts['order'] as { readonly cityTime: number }).cityTime);
}
