import type { DeviceRefusals } from '../model/device-refusals.ts';
import { type LedgerEntry, type LedgerEntryOf010, type LedgerEntryOf020, ledgerEntryOf } from '../model/ledger.ts';
import type { Step } from './batch.ts';
import { MissingCount, type MissingSnapshot } from './missing-count.ts';
import { noteRefusal } from './note-refusal.ts';
import type { Tally } from './tally.ts';

/** The mutable form of a `LedgerEntry`. */
interface Account {
  deviceId: string;
  provider: string;
  dialect: string;
  readonly messages: { -readonly [K in keyof LedgerEntry['messages']]: number };
  readonly values: { -readonly [K in keyof LedgerEntry['values']]: number };
  readonly missing: MissingCount;
  refused: number;
  readonly refusals: Map<string, DeviceRefusals>;
}

interface LedgerSnapshot {
  readonly entries: readonly (LedgerEntry | LedgerEntryOf020 | LedgerEntryOf010)[];
  readonly missing: readonly (readonly [string, MissingSnapshot])[];
}

/** The ledger: a fold of the outcomes of all messages, in which each one is counted in exactly one column. */
export class Ledger {
  readonly #accounts = new Map<string, Account>();

  /** Adds the outcomes of a batch; returns the accounts that changed, with their new totals. */
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
        noteRefusal(account.refusals, record);
        changed.add(account);
      }
    }
    return [...changed].map(entryOf);
  }

  /** All accounts. */
  entries(): readonly LedgerEntry[] {
    return [...this.#accounts.values()].map(entryOf);
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
    for (const entry of entries.map(ledgerEntryOf)) {
      const { deviceId, provider, dialect, refused } = entry;
      const books = { messages: { ...entry.messages }, values: { ...entry.values } };
      const count = new MissingCount(counts.get(deviceId));
      const refusals = new Map((entry.refusals ?? []).map((each) => [each.reason, each]));
      this.#accounts.set(deviceId, { deviceId, provider, dialect, ...books, missing: count, refused, refusals });
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
    values.acceptedOnTime += tally.acceptedOnTime;
    values.acceptedLate += tally.acceptedLate;
    values.duplicate += tally.duplicate;
    values.rejected += tally.rejected;
    values.unmapped += tally.unmapped;
    values.timeApproximate += tally.timeApproximate;
    values.possibleRepeat += tally.possibleRepeat;
    values.clockHeld += tally.clockHeld;
    if (tally.sequence !== null && tally.outcome !== 'duplicate') {
      account.missing.note(tally.sequence, tally.connection);
    }
  }
}

const NO_VALUES: LedgerEntry['values'] = {
  extracted: 0,
  acceptedOnTime: 0,
  acceptedLate: 0,
  duplicate: 0,
  rejected: 0,
  unmapped: 0,
  inFlight: 0,
  timeApproximate: 0,
  possibleRepeat: 0,
  clockHeld: 0,
};

function openAccount(deviceId: string): Account {
  return {
    deviceId,
    provider: '',
    dialect: '',
    messages: { received: 0, decoded: 0, withoutReadings: 0, duplicate: 0, rejected: 0, inFlight: 0 },
    values: { ...NO_VALUES },
    missing: new MissingCount(),
    refused: 0,
    refusals: new Map(),
  };
}

function entryOf(account: Account): LedgerEntry {
  const { deviceId, provider, dialect, messages, values, missing, refused, refusals } = account;
  const books = { messages: { ...messages }, values: { ...values } };
  const byReason = refusals.size === 0 ? {} : { refusals: [...refusals.values()] };
  return { deviceId, provider, dialect, ...books, missing: missing.count, refused, ...byReason };
}
