import type { CityClock } from './city-clock.ts';

/** The readiness check `city-time`. A clock that is held is red; the detail says what to do. */
export function clockCheck(clock: CityClock): {
  readonly name: 'city-time';
  readonly ok: boolean;
  readonly detail: string;
} {
  const now = clock.now();
  if (now === null) return { name: 'city-time', ok: false, detail: 'waiting for the first message on the clock topic' };
  const city = new Date(now).toISOString();
  const wall = new Date(now - (clock.wall?.aheadMillis ?? 0)).toISOString();
  switch (clock.wall?.standing) {
    case 'held':
      return {
        name: 'city-time',
        ok: false,
        detail: `clock held: the wall clock says ${wall}, city time goes on at ${city}; if the wall clock is wrong, set it right; if it is right: see docs/operators.md, "When the clock was wrong"`,
      };
    case 'slewing':
      return {
        name: 'city-time',
        ok: true,
        detail: `${now}: at half speed from ${city} until the wall clock, now ${wall}, has caught up`,
      };
    default:
      return { name: 'city-time', ok: true, detail: String(now) };
  }
}
