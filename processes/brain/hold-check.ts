import type { ClockHold } from '../../model/clock-hold.ts';
import type { Check } from '../status-server.ts';

/** The readiness check `clock`: fails while city time does not follow the wall clock and nobody has accepted that. */
export function holdCheck(hold: ClockHold | null): Check {
  if (hold === null) return { name: 'clock', ok: true, detail: 'followed' };
  if (hold.isAccepted) {
    return { name: 'clock', ok: true, detail: 'at half speed until the clock of the machine has caught up' };
  }
  const seconds = Math.round(Math.abs(hold.aheadMillis) / 1000);
  const side = hold.aheadMillis > 0 ? 'ahead of' : 'behind';
  return {
    name: 'clock',
    ok: false,
    detail: `clock held: the clock of the machine has jumped, city time is ${seconds} s ${side} it since offset ${hold.offset}; set it right, or, if it is right: see docs/operators.md, "When the clock was wrong"`,
  };
}
