import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';
import type { AnalyticsFold } from '../model/fold.ts';
import type { FusedBatch } from './fuse.ts';
import type { Stage } from './stage.ts';

/** What the analytics fold concluded from a batch. */
export interface AnalysedBatch extends FusedBatch {
  readonly alerts: readonly Alert[];
  readonly effects: readonly Effect[];
}

/** Analyse: hands what happened to the analytics fold. */
export function createAnalyse(analytics: AnalyticsFold): Stage<FusedBatch, AnalysedBatch> {
  return {
    name: 'analyse',
    run: (batch) => ({ ...batch, ...analytics.handle(batch.events) }),
    snapshot: () => analytics.snapshot(),
    restore: (snapshot) => analytics.restore(snapshot),
  };
}
