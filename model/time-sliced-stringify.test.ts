import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeSlicedStringify } from './time-sliced-stringify.ts';

test('returns the same text as JSON.stringify, and yields after each time slice', async () => {
  const plain = fc.jsonValue({ maxDepth: 6 });
  const list = fc.array(fc.option(plain, { nil: undefined }), { maxLength: 300, size: 'max' });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ plain, list, gone: fc.constant(undefined), deep: fc.dictionary(fc.string(), list) }),
      async (value) => {
        let now = 0;
        let slices = 0;
        const { text, millis } = await timeSlicedStringify(value, {
          now: () => (now += 1),
          yieldToOthers: async () => {
            slices += 1;
          },
          sliceMillis: 1,
        });
        expect(text).toBe(JSON.stringify(value));
        expect(slices).toBeGreaterThan(4);
        expect(millis).toBeGreaterThanOrEqual(slices);
      },
    ),
    { numRuns: 50 },
  );
});
