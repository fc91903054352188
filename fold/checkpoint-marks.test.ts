import { expect, test } from 'vitest';
import { createCheckpointMarks } from './checkpoint-marks.ts';

test('few checkpoints are marked of many, about as far from each other, also after a restart', () => {
  let marks = createCheckpointMarks([300, 100]);
  for (let offset = 301; offset <= 10_000; offset += 1) {
    if (offset % 1_000 === 0) marks = createCheckpointMarks(marks.all);
    marks.add(offset);
  }
  expect(marks.all).toHaveLength(8);
  expect([marks.all[0], marks.all.at(-1)]).toEqual([100, 10_000]);
  const gaps = marks.all.map((mark, index) => mark - (marks.all[index - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(4_096);
});

test('what lies before the begin of the journal is forgotten', () => {
  const marks = createCheckpointMarks([100, 300, 200]);
  marks.forgetBefore(200);
  expect(marks.all).toEqual([200, 300]);
  marks.clear();
  marks.add(4);
  expect(marks.all).toEqual([4]);
});
