import { expect, it } from 'vitest';
import { createConcurrencyLimit } from './concurrency-limit.ts';

it('runs as many at once as the limit, and the others in order, also after a failure', async () => {
  const lanes = createConcurrencyLimit(2);
  const begun: string[] = [];
  const gates = ['a', 'b', 'c', 'd'].map((name) => ({ name, ...Promise.withResolvers<void>() }));
  const runs = gates.map(({ name, promise }) =>
    lanes.run(() => {
      begun.push(name);
      return promise;
    }),
  );
  expect(begun).toEqual(['a', 'b']);
  gates[1]?.reject(new Error('b failed'));
  await expect(runs[1]).rejects.toThrow('b failed');
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const gate of gates) gate.resolve();
  await lanes.idle();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});
