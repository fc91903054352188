import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';
import { type Stage, through } from './stage.ts';

/**
 * Draws a stage as marbles: batches `a`, `b`, … go in at their time, and what `show` picks from each comes out at the
 * same time. A stage neither delays nor drops a batch, and passes on the end and a failure of its source.
 */
export function expectStage<In, Out>(
  stage: Stage<In, Out>,
  batches: Readonly<Record<string, In>>,
  show: (out: Out) => unknown,
  shown: Readonly<Record<string, unknown>>,
): void {
  const diagram = `-${Object.keys(batches).join('--')}--|`;
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ cold, expectObservable }) => {
    expectObservable(cold(diagram, batches).pipe(through(stage), map(show))).toBe(diagram, shown);
  });
}
