/** What can be wrong with a device: with its values, or with the way of its messages. */
export const FAULT_KINDS = [
  'stuck',
  'spike',
  'drift',
  'bias',
  'scale',
  'chatter',
  'sun',
  'dropout',
  'backlog',
  'late',
  'clock-skew',
  'duplicate',
  'out-of-order',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One device with one fault for a while; times in milliseconds since 1970, `until` is not included. */
export interface Fault {
  readonly deviceId: string;
  readonly kind: FaultKind;
  readonly from: number;
  readonly until: number;
  /**
   * The value that a stuck, spiking or chattering device publishes (null: its last one, or one far from the measured),
   * and what a drift adds at its end (null: nothing).
   */
  readonly value: number | null;
  /**
   * Strength in the fault's own unit. Drift and scale: share of the measured value (of a drift: at its end). Bias:
   * share of what is usual for the channel. Sun: degrees. Spike, chatter, dropout, duplicate, out-of-order: share of
   * the messages. Late and clock skew: minutes.
   */
  readonly strength: number;
}

/** Faults that make published values wrong. */
export const VALUE_FAULT_KINDS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'stuck',
  'spike',
  'drift',
  'bias',
  'scale',
  'chatter',
  'sun',
]);
