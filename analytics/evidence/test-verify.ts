import type { Evidence } from '../../model/evidence.ts';
import type { FoldEvent } from '../../model/fold.ts';
import type { Journalled, PublicationRecord } from '../../model/journal-record.ts';
import type { Reading } from '../../model/reading.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { TEST_ENGINE } from '../test-city.ts';
import { addedUpReadings } from './added-up-readings.ts';
import { compareInputs, type JournalAccess } from './compare-inputs.ts';
import { evidenceInputs } from './evidence-inputs.ts';
import type { Finding } from './finding.ts';
import { verifyEvidence } from './verify-evidence.ts';

/** Readings by the offset of their record. */
export type TestJournal = ReadonlyMap<number, Reading>;

/** The readings of these events. */
export const journalOf = (events: readonly FoldEvent[]): TestJournal =>
  new Map(events.flatMap((event) => (event.type === 'arrival' ? [[event.reading.offset, event.reading]] : [])));

/** A verification that knows the scenarios here, without a journal. */
export const HERE = {
  scenarios: SCENARIOS,
  engine: TEST_ENGINE,
  journal: null,
  actions: null,
  isOutsideFold: () => false,
};

/** Access to a journal with these readings. */
export const accessTo = (readings: TestJournal): JournalAccess => ({
  readRecord: async (offset) =>
    readings.has(offset) ? ({ kind: 'publication', offset } as Journalled<PublicationRecord>) : null,
  decode: async ({ offset }) => [readings.get(offset) as Reading],
});

/** Verifies evidence alone against a journal with these readings. */
export async function verifyIn(readings: TestJournal, evidence: Evidence, engine = TEST_ENGINE) {
  const { matched, gone, differences } = await compareInputs(evidenceInputs([evidence]), accessTo(readings));
  const addedUp = addedUpReadings([evidence]);
  const findings: readonly Finding[] = [
    ...verifyEvidence(evidence, { scenarios: SCENARIOS, engine }),
    ...differences.map((detail) => ({ kind: 'input' as const, detail })),
  ];
  return { ok: findings.length === 0, findings, inputs: { matched, gone, ...(addedUp === 0 ? {} : { addedUp }) } };
}
