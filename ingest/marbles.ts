import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';
import { type Stage, through } from './stage.ts';

/**
 * Runs a stage as a marble test: batches `a`, `b`, … are emitted in order, and `show` of each result must equal the
 * value of the same name in `shown`, at the same time: a stage neither delays nor drops batches, and completes with its
 * source.
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
