import { expect, test } from 'vitest';
import { StoreBusyError, takeOwnership } from './owner-lock.ts';

test('the owner of a store file is one at a time', () => {
  const giveBack = takeOwnership('/city/store/readings.duckdb');
  takeOwnership('/city/store/generation-2/readings.duckdb')();
  expect(() => takeOwnership('/city/store/readings.duckdb')).toThrow(StoreBusyError);
  giveBack();
  takeOwnership('/city/store/readings.duckdb')();
});
