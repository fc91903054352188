import type { AnalyticsFold, FoldResult } from '../model/fold.ts';
import type { FusedBatch } from './fuse.ts';
import type { Stage } from './stage.ts';

/** A batch with the changed alerts, the effects and the evidence of the analytics fold. */
export interface AnalysedBatch extends FusedBatch, Pick<FoldResult, 'alerts' | 'effects' | 'evidence'> {}

/** Stage analyse: passes the events of a batch to the analytics fold. */
export function createAnalyse(analytics: AnalyticsFold): Stage<FusedBatch, AnalysedBatch> {
  return {
    name: 'analyse',
    run: (batch) => ({ ...batch, ...analytics.handle(batch.events) }),
    snapshot: () => analytics.snapshot(),
    restore: (snapshot) => analytics.restore(snapshot),
  };
}
