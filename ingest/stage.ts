import { map, type OperatorFunction } from 'rxjs';
import type { Fold } from '../model/fold.ts';

/**
 * One step of the way of a message: a fold over batches. What comes out, put end to end, must not depend on where
 * batches are cut: a stage looks at one record after the other and remembers what it needs.
 */
export interface Stage<In, Out> extends Fold {
  readonly name: string;
  run(batch: In): Out;
}

/** The stage as an RxJS operator over batches. */
export function through<In, Out>(stage: Stage<In, Out>): OperatorFunction<In, Out> {
  return map((batch) => stage.run(batch));
}
