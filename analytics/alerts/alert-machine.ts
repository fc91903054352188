import { type HoldTimes, SEVERITIES, type Severity, type Verdict } from '../../model/scenario.ts';
import { graver, severityRank } from '../severity-rank.ts';

type PerSeverity = Readonly<Record<Severity, number | null>>;

/** How long each severity has held, and how long it has been gone, in event time. Plain data. */
export interface MachineState {
  readonly current: Severity | null;
  readonly lastAt: number | null;
  /** Since when the verdict has been at least this grave without a break. */
  readonly since: PerSeverity;
  /** Since when nothing has kept this severity. */
  readonly goneSince: PerSeverity;
}

/** What a step of the machine did; `since` is when its condition began to hold. */
export interface MachineMove {
  readonly change: 'raised' | 'escalated' | 'eased' | 'cleared';
  readonly severity: Severity;
  readonly since: number;
}

const NEVER: PerSeverity = Object.freeze({ watch: null, warn: null, critical: null });

/** A machine that has seen nothing. */
export const RESTING: MachineState = Object.freeze({ current: null, lastAt: null, since: NEVER, goneSince: NEVER });

/** Nobody listened for a while: what is raised stays raised, and every hold and off-delay begins anew. */
export const interruptMachine = (state: MachineState): MachineState =>
  state.current === null ? RESTING : { ...state, since: NEVER, goneSince: NEVER };

/** What it rested on was amended: it stands lower now, and the holds above, which rested on the same, begin anew. */
export function lowerMachine(state: MachineState, current: Severity | null): MachineState {
  if (current === state.current) return state;
  const keep = (severity: Severity) => (severityRank(severity) > severityRank(current) ? null : state.since[severity]);
  return { ...state, current, since: { watch: keep('watch'), warn: keep('warn'), critical: keep('critical') } };
}

/**
 * One evaluation at event time `at`: pending severities rise after their on-delay, a raised one falls after the off-delay.
 * An evaluation that does not come later than the last changes nothing.
 */
export function stepMachine(
  state: MachineState,
  verdict: Verdict,
  at: number,
  holds: HoldTimes,
): { readonly state: MachineState; readonly move: MachineMove | null } {
  if (state.lastAt !== null && at <= state.lastAt) return { state, move: null };
  const floor = floorOf(verdict, state.current);
  const since = hold(state.since, at, (severity) => severityRank(verdict.severity) >= severityRank(severity));
  const goneSince = hold(state.goneSince, at, (severity) => severityRank(floor) < severityRank(severity));
  const risen = gravest((severity) => isHeld(since[severity], at, holds.onSeconds[severity]));
  const remaining = gravest(
    (severity) =>
      severityRank(severity) <= severityRank(state.current) && !isHeld(goneSince[severity], at, holds.offSeconds),
  );
  const next = graver(risen, remaining);
  const move = moveBetween(state.current, next, since, goneSince, at);
  return { state: { current: next, lastAt: at, since, goneSince }, move };
}

/** The severity below which the verdict lets nothing fall. */
function floorOf({ severity, keeps, isClear }: Verdict, current: Severity | null): Severity | null {
  if (keeps !== undefined) return graver(severity, keeps);
  return severity === null && !isClear ? current : severity;
}

function hold(before: PerSeverity, at: number, holdsNow: (severity: Severity) => boolean): PerSeverity {
  const next = (severity: Severity) => (holdsNow(severity) ? (before[severity] ?? at) : null);
  return { watch: next('watch'), warn: next('warn'), critical: next('critical') };
}

const isHeld = (since: number | null, at: number, seconds: number): boolean =>
  since !== null && at - since >= seconds * 1000;

const gravest = (matches: (severity: Severity) => boolean): Severity | null => SEVERITIES.findLast(matches) ?? null;

function moveBetween(
  from: Severity | null,
  to: Severity | null,
  since: PerSeverity,
  goneSince: PerSeverity,
  at: number,
): MachineMove | null {
  if (from === to) return null;
  if (to === null) return from && { change: 'cleared', severity: from, since: goneSince[from] ?? at };
  if (severityRank(to) < severityRank(from)) {
    return from && { change: 'eased', severity: to, since: goneSince[from] ?? at };
  }
  return { change: from === null ? 'raised' : 'escalated', severity: to, since: since[to] ?? at };
}
