import { expect, test } from 'vitest';
import { createCheckpointMarks } from './checkpoint-marks.ts';

test('few checkpoints are marked of many, about as far from each other', () => {
  const marks = createCheckpointMarks([300, 100]);
  for (let offset = 301; offset <= 10_000; offset += 1) marks.add(offset);
  expect(marks.all.length).toBeGreaterThanOrEqual(4);
  expect(marks.all.length).toBeLessThanOrEqual(8);
  const gaps = marks.all.map((mark, index) => mark - (marks.all[index - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(4_096);
  marks.clear();
  marks.add(4);
  expect(marks.all).toEqual([4]);
});
