import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';
import type { AnalyticsFold } from '../model/fold.ts';
import type { FusedBatch } from './fuse.ts';
import type { Stage } from './stage.ts';

/** A batch with the changed alerts and the effects of the analytics fold. */
export interface AnalysedBatch extends FusedBatch {
  readonly alerts: readonly Alert[];
  readonly effects: readonly Effect[];
}

/** Stage analyse: passes the events of a batch to the analytics fold. */
export function createAnalyse(analytics: AnalyticsFold): Stage<FusedBatch, AnalysedBatch> {
  return {
    name: 'analyse',
    run: (batch) => ({ ...batch, ...analytics.handle(batch.events) }),
    snapshot: () => analytics.snapshot(),
    restore: (snapshot) => analytics.restore(snapshot),
  };
}
