/** What can be wrong with a device. */
export const FAULT_KINDS = ['stuck', 'spike', 'drift', 'dropout', 'clock-skew', 'duplicate', 'out-of-order'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One device with one fault for a while; times in milliseconds since 1970, `until` is not included. */
export interface Fault {
  readonly deviceId: string;
  readonly kind: FaultKind;
  readonly from: number;
  readonly until: number;
  /** Stuck or spike at this value; null: at what it last said, or at a multiple of what it sees. */
  readonly value: number | null;
  /** How strongly, in the fault's own measure: growth of a drift, minutes of skew, share of messages. */
  readonly strength: number;
}

/** Faults that change what a device says; under them it lies. */
export const LYING_KINDS: ReadonlySet<FaultKind> = new Set(['stuck', 'spike', 'drift']);
