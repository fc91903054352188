/** What can be wrong with a device. */
export const FAULT_KINDS = ['stuck', 'spike', 'drift', 'dropout', 'clock-skew', 'duplicate', 'out-of-order'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One device with one fault for a while; times in milliseconds since 1970, `until` is not included. */
export interface Fault {
  readonly deviceId: string;
  readonly kind: FaultKind;
  readonly from: number;
  readonly until: number;
  /** Value of a stuck or spike fault; null: the last published value, or a multiple of the measured one. */
  readonly value: number | null;
  /** Strength in the fault's own unit: relative growth of a drift, minutes of skew, share of messages. */
  readonly strength: number;
}

/** Faults that make published values wrong. */
export const VALUE_FAULT_KINDS: ReadonlySet<FaultKind> = new Set(['stuck', 'spike', 'drift']);
