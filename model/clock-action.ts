/**
 * What happened to the city's clock. `clock.held`: the wall clock has jumped, and from this record on city time goes on
 * by the monotonic clock; `aheadMillis` is city time minus wall time. Where that was found at a start of the gateway,
 * city time is not known (`isTimeKnown` false), because nobody knows for how long the gateway was down.
 * `clock.accepted`: a person says that the wall clock is right. `clock.followed`: from the next record on city time is
 * the wall time again.
 */
export type ClockAction =
  | { readonly type: 'clock.held'; readonly aheadMillis: number; readonly isTimeKnown: boolean }
  | { readonly type: 'clock.accepted' }
  | { readonly type: 'clock.followed' };

/** Whether an action is one of those. */
export const isClockAction = (action: { readonly type: string }): action is ClockAction =>
  action.type === 'clock.held' || action.type === 'clock.accepted' || action.type === 'clock.followed';
