/** What the gateway refused to one device for one reason. */
export interface DeviceRefusals {
  /** In the gateway's words; docs/errors.md has them all. */
  readonly reason: string;
  readonly count: number;
  /** City time at which the newest were written down, milliseconds since 1970, UTC. */
  readonly lastAt: number;
  /**
   * For a person, of one of the newest: which topic, filter or id it was, and what would be allowed. Null where the
   * gateway did not say.
   */
  readonly detail: string | null;
}
