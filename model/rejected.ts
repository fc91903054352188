/** Reasons why a message or value did not become a reading. A closed list, explained in docs/errors.md. */
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
  'duplicate-key',
  'conflicting-value',
  'refused-by-store',
] as const;
/** One of the reasons. */
export type RejectReason = (typeof REJECT_REASONS)[number];

/**
 * A rejected message (`channel` null), or one rejected value of a message. The message stays in the journal at
 * `offset`.
 */
export interface Rejected {
  readonly offset: number;
  readonly deviceId: string;
  readonly topic: string;
  readonly receivedAt: number;
  readonly channel: string | null;
  readonly reason: RejectReason;
  /** A sentence for an operator: which field is wrong, what was found, what is expected. */
  readonly detail: string;
}
