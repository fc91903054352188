import type { Alert } from './alert.ts';

/**
 * A side effect that the fold asks for; only the live run carries it out, never a replay. Delivered at least once, with
 * an id on which a receiver can deduplicate.
 */
export type Effect = {
  readonly type: 'alert.publish';
  /** `<alert id>@<revision>` */
  readonly id: string;
  /** City time (milliseconds since 1970, UTC) after which it is dropped as outdated. */
  readonly staleAfter: number;
  readonly alert: Alert;
};
