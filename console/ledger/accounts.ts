import type { LedgerEntry } from '../../model/ledger.ts';
import type { JoinedEntry } from '../live/api-types.ts';

/** One account of the table: a device, or all devices of a provider. */
export interface Account {
  readonly name: string;
  readonly books: JoinedEntry;
}

/** Messages that are in no column; always zero unless Citynerve has a fault. */
export const messageRest = ({ messages: m }: LedgerEntry): number =>
  m.received - m.decoded - m.withoutReadings - m.duplicate - m.rejected - m.inFlight;

/** Values that are in no column; always zero unless Citynerve has a fault. */
export const valueRest = ({ values: v }: LedgerEntry): number =>
  v.extracted - v.acceptedOnTime - v.acceptedLate - v.duplicate - v.rejected - v.unmapped - v.inFlight;

/** One account for each device or provider; those that do not balance first, then those with most rejected. */
export function accountsOf(entries: readonly JoinedEntry[], grouping: 'provider' | 'device'): readonly Account[] {
  const accounts = new Map<string, JoinedEntry>();
  for (const entry of entries) {
    const name = grouping === 'device' ? entry.deviceId : entry.provider;
    const known = accounts.get(name);
    accounts.set(name, known ? sum(known, entry) : entry);
  }
  return [...accounts].map(([name, books]) => ({ name, books })).sort(byAttention);
}

function byAttention(a: Account, b: Account): number {
  const unsettled = (account: Account) => Math.abs(messageRest(account.books)) + Math.abs(valueRest(account.books));
  const rejected = ({ books }: Account) => books.messages.rejected + books.values.rejected;
  return unsettled(b) - unsettled(a) || rejected(b) - rejected(a) || (a.name < b.name ? -1 : 1);
}

function sum({ refusals: _, ...a }: JoinedEntry, b: JoinedEntry): JoinedEntry {
  return {
    ...a,
    deviceId: '*',
    messages: sumColumns(a.messages, b.messages),
    values: sumColumns(a.values, b.values),
    missing: a.missing + b.missing,
    refused: a.refused + b.refused,
    store: a.store === null || b.store === null ? null : sumColumns({ ...a.store }, { ...b.store }),
  };
}

const sumColumns = <T extends Readonly<Record<string, number>>>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([column, count]) => [column, count + (b[column] ?? 0)])) as T;
