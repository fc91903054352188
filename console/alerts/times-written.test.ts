import { expect, test } from 'vitest';
import { timesWritten } from './times-written.ts';

test('a note is counted where a person wrote it, and nowhere else', () => {
  const history = [
    { change: 'raised', reason: 'crew' },
    { change: 'acknowledged', reason: 'crew' },
    { change: 'noted', reason: 'crew' },
    { change: 'noted', reason: 'crew is back' },
  ] as const;
  expect(['crew', 'crew is back', ''].map((note) => timesWritten(history, note))).toEqual([2, 1, 0]);
});
