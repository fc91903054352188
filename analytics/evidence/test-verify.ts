import type { Evidence } from '../../model/evidence.ts';
import type { FoldEvent } from '../../model/fold.ts';
import type { Journalled, PublicationRecord } from '../../model/journal-record.ts';
import type { Reading } from '../../model/reading.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { TEST_ENGINE } from '../test-city.ts';
import { verifyEvidence } from './verify-evidence.ts';

/** Readings by the offset of their record. */
export type TestJournal = ReadonlyMap<number, Reading>;

/** The readings of these events. */
export const journalOf = (events: readonly FoldEvent[]): TestJournal =>
  new Map(events.flatMap((event) => (event.type === 'arrival' ? [[event.reading.offset, event.reading]] : [])));

/** Verifies evidence against a journal with these readings. */
export const verifyIn = (readings: TestJournal, evidence: Evidence, engine = TEST_ENGINE) =>
  verifyEvidence({
    evidence,
    scenarios: SCENARIOS,
    engine,
    readRecord: async (offset) =>
      readings.has(offset) ? ({ kind: 'publication', offset } as Journalled<PublicationRecord>) : null,
    decode: async ({ offset }) => [readings.get(offset) as Reading],
  });
