import { expect, test } from 'vitest';
import type { QualityReason } from '../../model/quality.ts';
import { countReasons } from './count-reasons.ts';

test('each reason is counted by itself', () => {
  const lists: readonly (readonly QualityReason[])[] = [[], ['late', 'jump'], [], ['late'], ['time-approximate']];
  const readings = lists.map((reasons) => ({ quality: { level: 'good' as const, reasons } }));
  expect([...countReasons(readings)]).toEqual([
    ['late', 2],
    ['jump', 1],
    ['time-approximate', 1],
  ]);
});
