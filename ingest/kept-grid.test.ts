import { expect, test } from 'vitest';
import { KeptGrid } from './kept-grid.ts';

const MINUTE = 60_000;

test('keeps the grid points of the last hour, each once, and gives those in which a reading holds', () => {
  const grid = new KeptGrid();
  expect([grid.newest, grid.earliest(0)]).toEqual([undefined, -60 * MINUTE]);
  for (let minute = 0; minute <= 100; minute += 1) {
    grid.pass(minute * MINUTE);
    grid.pass(minute * MINUTE);
  }
  grid.pass(40 * MINUTE);
  expect(grid.snapshot()).toEqual(Array.from({ length: 61 }, (_, index) => (index + 40) * MINUTE));
  expect(grid.within(97.5 * MINUTE, 99 * MINUTE)).toEqual([98 * MINUTE]);
  expect(grid.within(99 * MINUTE, 200 * MINUTE)).toEqual([99 * MINUTE, 100 * MINUTE]);
  expect(grid.within(0, 42 * MINUTE)).toEqual([40 * MINUTE, 41 * MINUTE]);
  expect(grid.within(101 * MINUTE, 200 * MINUTE)).toEqual([]);
  const restored = new KeptGrid();
  restored.restore(grid.snapshot());
  expect(restored.snapshot()).toEqual(grid.snapshot());
});
