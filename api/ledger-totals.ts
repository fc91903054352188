import type { LedgerEntry } from '../model/ledger.ts';
import type { AcceptedBooks, JoinedEntry } from './accepted-books.ts';

/** The sum of ledger entries, as an entry of the device `*`; `store` is null where that of any entry is. */
export function totalsOf(entries: readonly JoinedEntry[]): JoinedEntry {
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
      timeApproximate: sum(({ values }) => values.timeApproximate),
      possibleRepeat: sum(({ values }) => values.possibleRepeat),
      clockHeld: sum(({ values }) => values.clockHeld),
    },
    missing: sum(({ missing }) => missing),
    refused: sum(({ refused }) => refused),
    store: storeTotals(entries.map(({ store }) => store)),
  };
}

function storeTotals(parts: readonly (AcceptedBooks | null)[]): AcceptedBooks | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  const sum = (column: keyof AcceptedBooks): number => known.reduce((total, part) => total + part[column], 0);
  return {
    taken: sum('taken'),
    equalAlready: sum('equalAlready'),
    differentAlready: sum('differentAlready'),
    refused: sum('refused'),
    outsideRetention: sum('outsideRetention'),
    skipped: sum('skipped'),
    waiting: sum('waiting'),
  };
}
