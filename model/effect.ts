import type { Alert } from './alert.ts';

/** Something that should happen outside; only the live runner carries it out. At least once, with an id to deduplicate on. */
export type Effect = {
  readonly type: 'alert.publish';
  /** `<alert id>@<revision>` */
  readonly id: string;
  /** City time after which it is pointless and dropped. */
  readonly staleAfter: number;
  readonly alert: Alert;
};
