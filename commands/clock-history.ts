import { createShiftClock } from '../fold/shift-clock.ts';
import { holdAfter } from '../ingest/clock-hold.ts';
import type { Amendment } from '../model/amendment.ts';
import type { ClockHold } from '../model/clock-hold.ts';
import type { JournalBatch } from '../model/journal-record.ts';

/**
 * A step of city time forward by more than a day: a city that was off for long, or a wrong clock before or after it.
 */
export interface ClockJump {
  /** Of the first record after it. */
  readonly offset: number;
  /** City time before and after it, milliseconds since 1970, UTC. */
  readonly from: number;
  readonly to: number;
}

/** What a journal says of its city's clock. */
export interface ClockHistory {
  /** The newest record: its offset, city time and wall time; null: the journal is empty. */
  readonly newest: { readonly offset: number; readonly cityTime: number; readonly wallAt: number } | null;
  readonly hold: ClockHold | null;
  readonly jumps: readonly ClockJump[];
}

const JUMP_MILLIS = 86_400_000;

/** Reads a whole journal, with the amendments applied to it. */
export async function readClockHistory(
  batches: AsyncIterable<JournalBatch>,
  amendments: readonly Amendment[],
): Promise<ClockHistory> {
  const clock = createShiftClock(amendments);
  const jumps: ClockJump[] = [];
  let hold: ClockHold | null = null;
  let newest: ClockHistory['newest'] = null;
  for await (const { records } of batches) {
    for (const record of records) {
      const { offset, receivedAt: to, wallAt } = clock.shift(record);
      const from = newest?.cityTime ?? 0;
      // A driven city has no time before its first clock message.
      if (from > 0 && to - from > JUMP_MILLIS) jumps.push({ offset, from, to });
      hold = holdAfter(hold, record);
      newest = { offset, cityTime: to, wallAt };
    }
  }
  return { newest, hold, jumps };
}
