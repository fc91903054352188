import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StandardBreakpoints } from '../../model/standards-pack.ts';
import { STANDARDS } from '../standards/index.ts';
import { breakpointsOf } from './breakpoints-of.ts';
import { subIndex } from './sub-index.ts';

const rows = STANDARDS.flatMap((pack) =>
  breakpointsOf(pack).map((row) => [`${pack.id}@${pack.version}`, pack, row] as const),
);
const top = ({ concentrations }: StandardBreakpoints) => concentrations.at(-1) ?? 0;

describe.each(rows)('%s', (_name, pack, row) => {
  test(`${row.property}: the index is monotonic, and defined for every concentration`, () => {
    const concentration = fc.double({ min: row.concentrations[0] ?? 0, max: 2 * top(row), noNaN: true });
    fc.assert(
      fc.property(concentration, concentration, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((each) => subIndex(row, each, pack)?.index);
        expect(low).toBeLessThanOrEqual(high ?? Number.NaN);
        expect(Number.isInteger(low)).toBe(true);
      }),
    );
  });

  test(`${row.property}: each break point has its tabulated index`, () => {
    for (const [at, node] of row.concentrations.entries()) {
      expect(subIndex(row, node, pack)?.index).toBe(row.indices[at]);
    }
  });
});

test('there is no index below the first break point, nor for NaN', () => {
  const [, pack, row] = rows.find(([, , each]) => (each.concentrations[0] ?? 0) > 0) as (typeof rows)[number];
  expect(subIndex(row, (row.concentrations[0] ?? 0) - 0.001, pack)).toBeNull();
  expect(subIndex(row, Number.NaN, pack)).toBeNull();
});
