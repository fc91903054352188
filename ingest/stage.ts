import { map, type OperatorFunction } from 'rxjs';
import type { Fold } from '../model/fold.ts';

/**
 * One stage of the pipeline: a fold over batches. The concatenated output must not depend on the batch boundaries: a
 * stage processes one record after the other, and keeps what it needs of earlier ones in its state.
 */
export interface Stage<In, Out> extends Fold {
  /** Unique within the pipeline; the key of its state in checkpoints. */
  readonly name: string;
  run(batch: In): Out;
}

/** The stage as an RxJS operator over batches. */
export function through<In, Out>(stage: Stage<In, Out>): OperatorFunction<In, Out> {
  return map((batch) => stage.run(batch));
}
