import type { AlertSubject } from './alert-subject.ts';

/** The state of an active alert of the arrival lane: whether it is confirmed, and what followed. Plain data. */
export interface ArrivalWatch {
  readonly scenarioId: string;
  readonly zoneId: string;
  /** Absent: the zone as a whole. */
  readonly subject?: AlertSubject;
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly offset: number;
  /** The triggering reading was of good quality in event time too, when compared with earlier readings. */
  readonly isSound: boolean;
  readonly isConfirmed: boolean;
  /**
   * Only while it is not decided whether a jump was real: the value that was jumped to, and the number of following
   * good readings that are exactly equal to it.
   */
  readonly jump?: { readonly value: number; readonly still: number };
  /** Number of consecutive following readings of the same device not below, and below, the clear level. */
  readonly above: number;
  readonly below: number;
  /** Devices of the zone whose last good reading is not below the clear level. */
  readonly highDevices: readonly string[];
  /** Event time since which there are no such devices; null: there are some. */
  readonly clearSince: number | null;
}
