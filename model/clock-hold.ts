/** A stretch in which the wall clock is not followed: city time goes on by the monotonic clock. */
export interface ClockHold {
  /** City time at its begin, milliseconds since 1970, UTC, and the offset of the record that says so. */
  readonly since: number;
  readonly offset: number;
  /** City time minus wall time at its begin, milliseconds. */
  readonly aheadMillis: number;
  /** False: it began with a start of the gateway, which may have been down for any time. */
  readonly isTimeKnown: boolean;
  /** A person has accepted the wall clock: city time runs at half speed until that has caught up. */
  readonly isAccepted: boolean;
}
