/**
 * The books of one account (a device); every message and value that entered stands in exactly one column. They end at
 * *accepted*, the same whatever store stands behind: what became of accepted values is in the store's books (`StoreBooks`).
 */
export interface LedgerEntry {
  readonly deviceId: string;
  readonly provider: string;
  readonly dialect: string;
  /** received = decoded + withoutReadings + duplicate + rejected + inFlight */
  readonly messages: {
    readonly received: number;
    readonly decoded: number;
    readonly withoutReadings: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly inFlight: number;
  };
  /** extracted = acceptedOnTime + acceptedLate + duplicate + rejected + unmapped + inFlight */
  readonly values: {
    readonly extracted: number;
    readonly acceptedOnTime: number;
    readonly acceptedLate: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly unmapped: number;
    readonly inFlight: number;
  };
  /** Sequence numbers that never came, where the dialect has them. */
  readonly missing: number;
  /** Refused by the gateway, not part of the balance. */
  readonly refused: number;
}

/** An account as version 0.1.0 wrote it into checkpoints and documents. */
export interface LedgerEntryOf010 extends Omit<LedgerEntry, 'values'> {
  readonly values: Omit<LedgerEntry['values'], 'acceptedOnTime' | 'acceptedLate'> & {
    readonly storedOnTime: number;
    readonly storedLate: number;
  };
}

/** An account out of a checkpoint or document, whichever version wrote it. */
export function ledgerEntryOf(entry: LedgerEntry | LedgerEntryOf010): LedgerEntry {
  if (!('storedOnTime' in entry.values)) return entry as LedgerEntry;
  const { storedOnTime: acceptedOnTime, storedLate: acceptedLate, ...values } = entry.values;
  return { ...entry, values: { ...values, acceptedOnTime, acceptedLate } };
}

/** Values that a fold accepted: what a store has, will have, or says why not. */
export const acceptedValues = ({ values }: LedgerEntry): number => values.acceptedOnTime + values.acceptedLate;

/** What remains when a balance is drawn; zero in a sound city. */
export const messageDifference = ({ messages: m }: LedgerEntry): number =>
  m.received - m.decoded - m.withoutReadings - m.duplicate - m.rejected - m.inFlight;

/** What remains of the values; zero in a sound city. */
export const valueDifference = ({ values: v }: LedgerEntry): number =>
  v.extracted - v.acceptedOnTime - v.acceptedLate - v.duplicate - v.rejected - v.unmapped - v.inFlight;
