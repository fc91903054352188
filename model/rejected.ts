/** Why something that entered did not become a reading. One closed list; docs/errors.md mirrors it. */
export const REJECT_REASONS = [
  'not-decodable',
  'dialect-failed',
  'unknown-dialect',
  'unknown-device',
  'not-a-number',
  'unknown-unit',
  'wrong-dimension',
  'time-in-future',
  'time-invalid',
  'too-many-readings',
  'conflicting-value',
  'refused-by-store',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/**
 * A whole message (`channel` null) or one value of it that was set aside. Its bytes stay in the journal at `offset`.
 */
export interface Rejected {
  readonly offset: number;
  readonly deviceId: string;
  readonly topic: string;
  readonly receivedAt: number;
  readonly channel: string | null;
  readonly reason: RejectReason;
  /** What is wrong, for a person: which field, what was found, what would be right. */
  readonly detail: string;
}
