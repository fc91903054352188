import { describe, expect, test } from 'vitest';
import type { Amendment } from '../model/amendment.ts';
import type { ClockAction } from '../model/clock-action.ts';
import type { Journalled, JournalRecord } from '../model/journal-record.ts';
import { clockLines } from './clock.ts';
import { readClockHistory } from './clock-history.ts';

const NOON = Date.UTC(2026, 5, 1, 4);
const YEARS = 1461 * 86_400_000;
const tick = (receivedAt: number, wallAt = receivedAt): JournalRecord => ({ kind: 'tick', receivedAt, wallAt });
const act = (receivedAt: number, wallAt: number, action: ClockAction): JournalRecord => ({
  kind: 'action',
  actionId: `${receivedAt}`,
  user: 'citynerve',
  action,
  receivedAt,
  wallAt,
});
const held = { type: 'clock.held', aheadMillis: 0, isTimeKnown: false } as const;

async function said(records: readonly JournalRecord[], amendments: readonly Amendment[] = []) {
  async function* batches() {
    yield { records: records.map((record, offset) => ({ ...record, offset }) as Journalled), nextOffset: 0 };
  }
  return clockLines(await readClockHistory(batches(), amendments), 'data').join('\n');
}

describe('citynerve clock', () => {
  test('says that city time follows the wall clock', async () => {
    expect(await said([tick(NOON), tick(NOON + 3_600_000)])).toMatch(/follows the wall clock$/);
    expect(await said([])).toBe('the journal is empty');
  });

  test('names the shift of a stretch of 2030 that goes on until now', async () => {
    const records = [tick(NOON), tick(NOON + YEARS), act(NOON + YEARS + 1, NOON + 1, held)];
    const text = await said(records);
    expect(text).toContain('held since offset 2: city time is 1461 d ahead of the wall clock');
    expect(text).toContain('clock shift 1-');
    const amendment = { type: 'clock-shifted', millis: -YEARS } as const;
    const shift = { amendmentId: 'a', user: 'li', fromOffset: 1, untilOffset: 3, amendment };
    expect(await said([...records, act(NOON + 2, NOON + 2, { type: 'clock.followed' })], [shift])).not.toContain(
      'jumped',
    );
  });

  test('names the acceptance where city time is behind, and what waits for the wall clock', async () => {
    expect(await said([act(NOON, NOON + YEARS, held)])).toContain('clock accept');
    const slewing = [act(NOON + 60_000, NOON, held), act(NOON + 60_000, NOON, { type: 'clock.accepted' })];
    expect(await said(slewing)).toContain('accepted: city time is 1 min ahead and runs at half speed');
  });

  test('names both sides of a jump that is over', async () => {
    const text = await said([tick(NOON - YEARS), tick(NOON - YEARS), tick(NOON)]);
    expect(text).toContain(`clock shift 0-1 --by +${YEARS}`);
    expect(text).toContain(`clock shift 2-LAST --by -${YEARS}`);
  });
});
