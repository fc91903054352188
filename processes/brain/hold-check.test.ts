import { expect, test } from 'vitest';
import { holdCheck } from './hold-check.ts';

const HOLD = { since: 0, offset: 7, aheadMillis: 60_000, isTimeKnown: true, isAccepted: false };

test('a clock that is held is red, and names where it began and on which side city time is', () => {
  expect(holdCheck(null)).toMatchObject({ ok: true });
  expect(holdCheck(HOLD)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('60 s ahead of it since offset 7'),
  });
  expect(holdCheck({ ...HOLD, aheadMillis: -5_000 }).detail).toContain('5 s behind it');
  expect(holdCheck({ ...HOLD, isAccepted: true })).toMatchObject({ ok: true });
});
