import type { DeviceRefusals } from './device-refusals.ts';

/**
 * The ledger account of one device: every received message and every value is counted in exactly one column. It ends at
 * *accepted*, independent of the series store; the store counts what became of accepted values (`StoreBooks`).
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
    /** Of those accepted: without a time of their own, and kept back by the device before they came. */
    readonly timeApproximate: number;
    /** Of those accepted: they may stand there twice, which cannot be shown. */
    readonly possibleRepeat: number;
    /** Of those accepted: received while city time was not known, because the city's clock was held. */
    readonly clockHeld: number;
  };
  /** Messages lost before the gateway: missing sequence numbers, where the dialect has them. */
  readonly missing: number;
  /** Messages and connections that the gateway refused; not part of the balance. */
  readonly refused: number;
  /** The same by reason, in the order in which each came first; left out where there are none. */
  readonly refusals?: readonly DeviceRefusals[];
}

type Values = LedgerEntry['values'];
/** Not counted in earlier versions. */
type OfWhich = 'timeApproximate' | 'possibleRepeat' | 'clockHeld';

/** An account in the form of version 0.1.0's checkpoints and documents. */
export interface LedgerEntryOf010 extends Omit<LedgerEntry, 'values'> {
  readonly values: Omit<Values, 'acceptedOnTime' | 'acceptedLate' | OfWhich> & {
    readonly storedOnTime: number;
    readonly storedLate: number;
  };
}

/** An account in the form of version 0.2.0. */
export interface LedgerEntryOf020 extends Omit<LedgerEntry, 'values'> {
  readonly values: Omit<Values, OfWhich>;
}

/** Reads an account from a checkpoint or document of any version. */
export function ledgerEntryOf(entry: LedgerEntry | LedgerEntryOf020 | LedgerEntryOf010): LedgerEntry {
  if (!('storedOnTime' in entry.values)) {
    return 'clockHeld' in entry.values
      ? (entry as LedgerEntry)
      : { ...entry, values: { ...entry.values, ...NONE_COUNTED, ...entry.values } };
  }
  const { storedOnTime: acceptedOnTime, storedLate: acceptedLate, ...values } = entry.values;
  return { ...entry, values: { ...NONE_COUNTED, ...values, acceptedOnTime, acceptedLate } };
}

const NONE_COUNTED: Pick<Values, OfWhich> = { timeApproximate: 0, possibleRepeat: 0, clockHeld: 0 };

/** Number of values that the fold accepted as readings. */
export const acceptedValues = ({ values }: LedgerEntry): number => values.acceptedOnTime + values.acceptedLate;

/** Received messages minus all columns: zero unless the ledger has an error. */
export const messageDifference = ({ messages: m }: LedgerEntry): number =>
  m.received - m.decoded - m.withoutReadings - m.duplicate - m.rejected - m.inFlight;

/** Extracted values minus all columns: zero unless the ledger has an error. */
export const valueDifference = ({ values: v }: LedgerEntry): number =>
  v.extracted - v.acceptedOnTime - v.acceptedLate - v.duplicate - v.rejected - v.unmapped - v.inFlight;
