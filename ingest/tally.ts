import type { Serial } from './serial-numbers.ts';

/**
 * The outcome of one publication and its values. It accompanies the message through the pipeline; each stage counts
 * what it decides, and the ledger adds the counts at the end.
 */
export interface Tally {
  readonly deviceId: string;
  readonly provider: string;
  readonly dialect: string;
  outcome: 'decoded' | 'withoutReadings' | 'duplicate' | 'rejected';
  extracted: number;
  acceptedOnTime: number;
  acceptedLate: number;
  duplicate: number;
  rejected: number;
  unmapped: number;
  /** Of those accepted. */
  timeApproximate: number;
  possibleRepeat: number;
  clockHeld: number;
  /** Null where there is none, or where it says nothing of what was lost. */
  sequence: Serial | null;
  readonly connection: number;
}

/** A tally with all counts at zero. */
export function openTally(
  account: { readonly deviceId: string; readonly provider: string; readonly dialect: string },
  outcome: Tally['outcome'],
  from: { readonly sequence: Serial | null; readonly connection: number } = { sequence: null, connection: 0 },
): Tally {
  return {
    deviceId: account.deviceId,
    provider: account.provider,
    dialect: account.dialect,
    outcome,
    extracted: 0,
    acceptedOnTime: 0,
    acceptedLate: 0,
    duplicate: 0,
    rejected: 0,
    unmapped: 0,
    timeApproximate: 0,
    possibleRepeat: 0,
    clockHeld: 0,
    sequence: from.sequence,
    connection: from.connection,
  };
}
