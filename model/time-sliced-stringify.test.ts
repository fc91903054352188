import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeSlicedStringify } from './time-sliced-stringify.ts';

test('is the text that JSON.stringify gives, and gives way as often as it is told', async () => {
  const plain = fc.jsonValue({ maxDepth: 6 });
  const list = fc.array(fc.option(plain, { nil: undefined }), { maxLength: 300, size: 'max' });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ plain, list, gone: fc.constant(undefined), deep: fc.dictionary(fc.string(), list) }),
      async (value) => {
        let now = 0;
        let turns = 0;
        const { text, millis } = await timeSlicedStringify(value, {
          now: () => (now += 1),
          next: async () => {
            turns += 1;
          },
          millisATurn: 1,
        });
        expect(text).toBe(JSON.stringify(value));
        expect(turns).toBeGreaterThan(4);
        expect(millis).toBeGreaterThanOrEqual(turns);
      },
    ),
    { numRuns: 50 },
  );
});
