import type { LedgerEntry } from '../model/ledger.ts';

/** The accounts added up, as an account of the device `*`. */
export function totalsOf(entries: readonly LedgerEntry[]): LedgerEntry {
  const sum = (pick: (entry: LedgerEntry) => number): number =>
    entries.reduce((total, entry) => total + pick(entry), 0);
  return {
    deviceId: '*',
    provider: '*',
    dialect: '*',
    messages: {
      received: sum(({ messages }) => messages.received),
      decoded: sum(({ messages }) => messages.decoded),
      withoutReadings: sum(({ messages }) => messages.withoutReadings),
      duplicate: sum(({ messages }) => messages.duplicate),
      rejected: sum(({ messages }) => messages.rejected),
      inFlight: sum(({ messages }) => messages.inFlight),
    },
    values: {
      extracted: sum(({ values }) => values.extracted),
      acceptedOnTime: sum(({ values }) => values.acceptedOnTime),
      acceptedLate: sum(({ values }) => values.acceptedLate),
      duplicate: sum(({ values }) => values.duplicate),
      rejected: sum(({ values }) => values.rejected),
      unmapped: sum(({ values }) => values.unmapped),
      inFlight: sum(({ values }) => values.inFlight),
    },
    missing: sum(({ missing }) => missing),
    refused: sum(({ refused }) => refused),
  };
}
