import type { ClockAction } from '../model/clock-action.ts';
import type { GatewayContext } from './gateway-context.ts';
import { type ClockChange, STEP_MILLIS } from './wall-time.ts';

/**
 * Returns the listener that writes changes of the city's clock to journal and log. It is called while the record is
 * stamped that is the first one in the changed time, and so writes before that one.
 */
export function createNoteClock(context: GatewayContext): (change: ClockChange) => void {
  const { queue, log, stamp } = context;
  const append = (action: ClockAction): void =>
    queue.add(stamp({ kind: 'action', actionId: crypto.randomUUID(), user: 'citynerve', action }), () => {}, {
      expires: false,
    });
  return ({ from, to, isAtStart, since, now, aheadMillis }) => {
    if (now - since > STEP_MILLIS) {
      log.warn({ since, now }, 'the wall clock has stepped forward; what was not received meanwhile is no silence');
      queue.add(stamp({ kind: 'gap', since, isStep: true }), () => {}, { expires: false });
    }
    if (to === 'held' && from !== 'held') {
      log.error(
        { aheadMillis },
        'the wall clock has jumped and is not followed: see docs/operators.md, "When the clock was wrong"',
      );
      append({ type: 'clock.held', aheadMillis, isTimeKnown: !isAtStart });
    } else if (to === 'following' && from !== 'following') {
      log.warn('city time follows the wall clock again');
      append({ type: 'clock.followed' });
    }
  };
}
