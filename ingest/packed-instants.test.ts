import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packInstants, unpackInstants } from './packed-instants.ts';

it('unpacks the same instants and values, to the last bit', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -5_000_000, max: 5_000_000 }).map((whole) => whole / 1000),
    fc.constantFrom(0, -0, 1e-7, 2 ** 50, 1e15, Number.MAX_VALUE),
  );
  const instants = fc.uniqueArray(fc.integer({ min: -8.64e15, max: 8.64e15 }));
  fc.assert(
    fc.property(instants, fc.infiniteStream(value), (moments, values) => {
      const sorted = Float64Array.from(moments).sort();
      const beside = Float64Array.from(sorted, () => values.next().value);
      expect(unpackInstants(packInstants(sorted, beside))).toEqual({ instants: sorted, values: beside });
    }),
  );
});

it('takes about five characters per instant for a sensor with a regular interval', () => {
  const instants = Float64Array.from({ length: 256 }, (_, i) => 1_700_000_000_000 + i * 60_000);
  const values = Float64Array.from(instants, (_, i) => 20 + (i % 7) / 100);
  expect(packInstants(instants, values).length).toBeLessThan(256 * 6);
});
