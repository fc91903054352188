import type { Manner } from './manner.ts';

/** What became of the messages of one client in one manner; counts of messages. */
export interface ClientReport {
  readonly client: string;
  readonly manner: Manner;
  readonly sent: number;
  /** To the client, as it says itself. */
  readonly acknowledged: number;
  /** Publications in the journal: those sent and those sent again. */
  readonly journalled: number;
  /** Rows in the series store. */
  readonly stored: number;
  /** Sent, and in the store less often than sent. */
  readonly missing: number;
  readonly storedTwice: number;
  readonly repeatsRecognised: number;
  /** Of those stored, marked as what may be a repeat. */
  readonly possibleRepeats: number;
  /** Sent again with DUP = 0, although a PUBACK had been written: nothing tells such a one from a new message. */
  readonly unshowable: number;
  readonly cuts: number;
  /** Whether both differences of the ledger are 0. */
  readonly isBalanced: boolean;
}
