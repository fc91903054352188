/** The books of one account (a device); every message and value that entered stands in exactly one column. */
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
  /** extracted = storedOnTime + storedLate + duplicate + rejected + unmapped + inFlight */
  readonly values: {
    readonly extracted: number;
    readonly storedOnTime: number;
    readonly storedLate: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly unmapped: number;
    readonly inFlight: number;
  };
  /** Sequence numbers that never came, where the dialect has them. */
  readonly missing: number;
  /** Refused at the door, not part of the balance. */
  readonly refused: number;
}

/** What remains when a balance is drawn; zero in a sound city. */
export const messageDifference = ({ messages: m }: LedgerEntry): number =>
  m.received - m.decoded - m.withoutReadings - m.duplicate - m.rejected - m.inFlight;

/** What remains of the values; zero in a sound city. */
export const valueDifference = ({ values: v }: LedgerEntry): number =>
  v.extracted - v.storedOnTime - v.storedLate - v.duplicate - v.rejected - v.unmapped - v.inFlight;
