import { expect, test } from 'vitest';
import { type ChartPoint, chartColumns } from './chart-points.ts';

const minute = (at: number, value: number, level: ChartPoint['level'] = 'good'): ChartPoint => ({
  observedAt: at * 60_000,
  value,
  level,
});

test('a bad value breaks the line and is marked beside it', () => {
  const { line, marked } = chartColumns([minute(0, 1), minute(1, -999, 'bad'), minute(2, 3), minute(3, 4)]);
  expect(line).toEqual([1, null, 3, 4]);
  expect(marked.map(({ value }) => value)).toEqual([-999]);
});

test('a suspect value stays in the line and is marked', () => {
  const { line, marked } = chartColumns([minute(0, 1), minute(1, 9, 'suspect')]);
  expect(line).toEqual([1, 9]);
  expect(marked).toHaveLength(1);
});

test('no line is drawn across a pause without readings', () => {
  const { times, line } = chartColumns([0, 1, 2, 3, 20, 21].map((at) => minute(at, at)));
  expect(line).toEqual([0, 1, 2, 3, null, 20, 21]);
  expect(times[4]).toBe(3 * 60_000 + 1);
});

test('one late minute is no such pause', () => {
  expect(chartColumns([0, 1, 2, 4, 5].map((at) => minute(at, at))).line).toEqual([0, 1, 2, 4, 5]);
});
