import type { LedgerEntry } from '../model/ledger.ts';
import type { Reading } from '../model/reading.ts';
import type { Step } from './batch.ts';
import { MissingCount, type MissingSnapshot } from './missing-count.ts';
import type { Tally } from './tally.ts';

/** An entry that is being written. */
interface Account {
  deviceId: string;
  provider: string;
  dialect: string;
  readonly messages: { -readonly [K in keyof LedgerEntry['messages']]: number };
  readonly values: { -readonly [K in keyof LedgerEntry['values']]: number };
  readonly missing: MissingCount;
  refused: number;
}

interface LedgerSnapshot {
  readonly entries: readonly LedgerEntry[];
  readonly missing: readonly (readonly [string, MissingSnapshot])[];
}

/** The books of a city: what came in stands in exactly one column. A fold of what became of each message. */
export class Ledger {
  readonly #accounts = new Map<string, Account>();

  /** Enters what became of a batch's messages; returns the accounts that changed, as they stand once it is stored. */
  enter(steps: readonly Step[]): readonly LedgerEntry[] {
    const changed = new Set<Account>();
    for (const { record, tally } of steps) {
      if (tally !== null) {
        const account = this.#accountOf(tally.deviceId);
        this.#enterTally(account, tally);
        changed.add(account);
      } else if (record.kind === 'refusal') {
        const account = this.#accountOf(record.deviceId);
        account.refused += record.count;
        changed.add(account);
      }
    }
    return [...changed].map(entryOf);
  }

  /** Moves readings that were counted as stored, and that the store will never take, to the rejected; returns the accounts that changed. */
  refuse(readings: readonly Reading[]): readonly LedgerEntry[] {
    const changed = new Set<Account>();
    for (const { deviceId, quality } of readings) {
      const account = this.#accountOf(deviceId);
      account.values[quality.reasons.includes('late') ? 'storedLate' : 'storedOnTime'] -= 1;
      account.values.rejected += 1;
      changed.add(account);
    }
    return [...changed].map(entryOf);
  }

  /** All accounts, with what these steps brought shown as in flight: entered, but not yet stored. */
  entries(inFlight: readonly Step[]): readonly LedgerEntry[] {
    const copies = new Map([...this.#accounts].map(([deviceId, account]) => [deviceId, entryOf(account)]));
    const flying = new Ledger();
    flying.enter(inFlight);
    for (const part of flying.#accounts.values()) {
      const entry = copies.get(part.deviceId);
      if (entry !== undefined) copies.set(part.deviceId, withInFlight(entry, part));
    }
    return [...copies.values()];
  }

  snapshot(): LedgerSnapshot {
    return {
      entries: [...this.#accounts.values()].map(entryOf),
      missing: [...this.#accounts].map(([deviceId, { missing }]) => [deviceId, missing.snapshot()]),
    };
  }

  restore({ entries, missing }: LedgerSnapshot): void {
    this.#accounts.clear();
    const counts = new Map(missing);
    for (const entry of entries) {
      const { deviceId, provider, dialect, refused } = entry;
      const books = { messages: { ...entry.messages }, values: { ...entry.values } };
      const count = new MissingCount(counts.get(deviceId));
      this.#accounts.set(deviceId, { deviceId, provider, dialect, ...books, missing: count, refused });
    }
  }

  #accountOf(deviceId: string): Account {
    let account = this.#accounts.get(deviceId);
    if (account === undefined) {
      account = openAccount(deviceId);
      this.#accounts.set(deviceId, account);
    }
    return account;
  }

  #enterTally(account: Account, tally: Tally): void {
    if (tally.provider !== '') account.provider = tally.provider;
    if (tally.dialect !== '') account.dialect = tally.dialect;
    account.messages.received += 1;
    account.messages[tally.outcome] += 1;
    const { values } = account;
    values.extracted += tally.extracted;
    values.storedOnTime += tally.storedOnTime;
    values.storedLate += tally.storedLate;
    values.duplicate += tally.duplicate;
    values.rejected += tally.rejected;
    values.unmapped += tally.unmapped;
    if (tally.sequence !== null && tally.outcome !== 'duplicate') account.missing.note(tally.sequence);
  }
}

function openAccount(deviceId: string): Account {
  return {
    deviceId,
    provider: '',
    dialect: '',
    messages: { received: 0, decoded: 0, withoutReadings: 0, duplicate: 0, rejected: 0, inFlight: 0 },
    values: { extracted: 0, storedOnTime: 0, storedLate: 0, duplicate: 0, rejected: 0, unmapped: 0, inFlight: 0 },
    missing: new MissingCount(),
    refused: 0,
  };
}

function entryOf({ deviceId, provider, dialect, messages, values, missing, refused }: Account): LedgerEntry {
  const books = { messages: { ...messages }, values: { ...values } };
  return { deviceId, provider, dialect, ...books, missing: missing.count, refused };
}

function withInFlight(entry: LedgerEntry, { messages, values }: Account): LedgerEntry {
  const m = entry.messages;
  const v = entry.values;
  return {
    ...entry,
    messages: {
      received: m.received,
      decoded: m.decoded - messages.decoded,
      withoutReadings: m.withoutReadings - messages.withoutReadings,
      duplicate: m.duplicate - messages.duplicate,
      rejected: m.rejected - messages.rejected,
      inFlight: messages.received,
    },
    values: {
      extracted: v.extracted,
      storedOnTime: v.storedOnTime - values.storedOnTime,
      storedLate: v.storedLate - values.storedLate,
      duplicate: v.duplicate - values.duplicate,
      rejected: v.rejected - values.rejected,
      unmapped: v.unmapped - values.unmapped,
      inFlight: values.extracted,
    },
  };
}
