import type { JournalRecord } from '../model/journal-record.ts';
import type { CityClock } from './city-clock.ts';

/** Gives a record of the gateway itself its times: city time, and the wall clock beside it. */
export type Stamp = <const D extends object>(draft: D) => D & Pick<JournalRecord, 'receivedAt' | 'wallAt'>;

/** City time is 0 before a driven city was told the time: only configuration and the audit are written then. */
export const createStamp =
  (clock: CityClock, wallNow: () => number): Stamp =>
  (draft) => ({ ...draft, receivedAt: clock.now() ?? 0, wallAt: wallNow() });
