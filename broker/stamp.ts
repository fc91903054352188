import type { JournalRecord } from '../model/journal-record.ts';
import type { CityClock } from './city-clock.ts';

/** Adds the times to a record of the gateway itself: `receivedAt` in city time, `wallAt` from the wall clock. */
export type Stamp = <const D extends object>(draft: D) => D & Pick<JournalRecord, 'receivedAt' | 'wallAt'>;

/**
 * `receivedAt` is 0 before the first clock message of a driven city: only configuration and the audit are written then.
 */
export const createStamp =
  (clock: CityClock, wallNow: () => number): Stamp =>
  (draft) => ({ ...draft, receivedAt: clock.now() ?? 0, wallAt: wallNow() });
