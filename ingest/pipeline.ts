import { concatMap, from, map, type OperatorFunction, toArray } from 'rxjs';
import type { Amendment } from '../model/amendment.ts';
import { Bulkhead } from '../model/bulkhead.ts';
import type { Dialect } from '../model/dialect.ts';
import type { ExtensionHealth, FailureListener, RunningMark } from '../model/extension-health.ts';
import type { AnalyticsFold, Fold, FoldResult } from '../model/fold.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { type LedgerEntry, ledgerEntryOf } from '../model/ledger.ts';
import { createAccount } from './account.ts';
import { type AnalysedBatch, createAnalyse } from './analyse.ts';
import { createAssess } from './assess.ts';
import { createDecode, type FoldedRegistry } from './decode.ts';
import { createDeduplicate } from './deduplicate.ts';
import { dialectExtensions } from './dialect-extensions.ts';
import type { DialectHealth } from './dialect-health.ts';
import { createFuse } from './fuse.ts';
import { createHistory } from './history.ts';
import { joinResults } from './join-results.ts';
import { createLastHeard, type LastHeard, lastHeardBefore } from './last-heard.ts';
import { Ledger } from './ledger.ts';
import { createLocate } from './locate.ts';
import { microBatches } from './micro-batches.ts';
import { createNormalise } from './normalise.ts';
import { createOrder } from './order.ts';
import { createReconcile } from './reconcile.ts';
import { splitAtConfig } from './split-at-config.ts';
import { through } from './stage.ts';

/** What the pipeline is given by whoever assembles it. */
export interface PipelineOptions {
  /** Folded here and read by others; part of the pipeline's snapshot. */
  readonly registry: FoldedRegistry & Fold;
  readonly dialects: readonly Dialect[];
  readonly analytics: AnalyticsFold;
  /** All of the journal's: those that switch dialects off are applied. */
  readonly amendments?: readonly Amendment[];
  /** Told which dialect runs. */
  readonly mark?: RunningMark;
  readonly onFailure?: FailureListener;
}

/** The way of a message behind the journal. */
export interface Pipeline extends Fold {
  readonly operator: OperatorFunction<JournalBatch, FoldResult>;
  /** All accounts as of the last result. */
  ledgerNow(): readonly LedgerEntry[];
  /** How each dialect has fared: for readiness, metrics and the page. */
  dialectHealth(): readonly DialectHealth[];
  /** How long each device has been silent. */
  readonly lastHeard: LastHeard;
  /** The same, and where each is on or off. */
  extensions(): readonly ExtensionHealth[];
  /** Names of the stages, in order. */
  readonly stages: readonly string[];
}

/**
 * The stages, in order, by name. One batch is folded before the next is touched: what `snapshot` says when a result
 * comes out belongs exactly to that result.
 */
export function ingestPipeline(options: PipelineOptions): Pipeline {
  const { registry, dialects, analytics } = options;
  const ledger = new Ledger();
  const bulkhead = new Bulkhead({ ...options, kind: 'dialect' });
  const decode = createDecode(registry, dialects, bulkhead);
  const deduplicate = createDeduplicate();
  const normalise = createNormalise();
  const reconcile = createReconcile();
  const assess = createAssess();
  const locate = createLocate();
  const order = createOrder(registry.view);
  const history = createHistory();
  const fuse = createFuse();
  const analyse = createAnalyse(analytics);
  const lastHeard = createLastHeard<AnalysedBatch>();
  const account = createAccount(ledger);

  const values = (part: JournalBatch) =>
    from(microBatches(part)).pipe(
      through(decode),
      through(deduplicate),
      through(normalise),
      through(reconcile),
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
          through(lastHeard),
          through(account),
          toArray(),
          map(joinResults),
        ),
      ),
    );

  const before = [decode, deduplicate, normalise, reconcile, assess, locate, order, history, fuse, analyse];
  const stages = [...before, lastHeard, account];
  return {
    operator,
    lastHeard,
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

/** A part that checkpoints of version 0.1.0 do not have. */
function missingPart(name: string, parts: Readonly<Record<string, unknown>>): unknown {
  if (name !== 'last-heard') return parts[name];
  const { entries } = parts['account'] as ReturnType<Ledger['snapshot']>;
  return lastHeardBefore(entries.map(ledgerEntryOf), (parts['order'] as { readonly cityTime: number }).cityTime);
}
