/** What an alert is about within its zone, where one zone holds several: a transformer, a bridge. */
export interface AlertSubject {
  /** Kebab-case, e.g. `transformer`. */
  readonly kind: string;
  /** Unique within its kind. */
  readonly id: string;
  /** Display name; absent: the id is displayed. */
  readonly name?: string;
}
