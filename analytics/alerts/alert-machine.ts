import type { MachineState } from '../../model/machine-state.ts';
import { type HoldTimes, SEVERITIES, type Severity, type Verdict } from '../../model/scenario.ts';
import { maxSeverity, severityRank } from '../severity-rank.ts';

type PerSeverity = MachineState['since'];

/** A state transition; `since` is the event time since which its condition held. */
export interface MachineMove {
  readonly change: 'raised' | 'escalated' | 'eased' | 'cleared';
  readonly severity: Severity;
  readonly since: number;
}

const NEVER: PerSeverity = Object.freeze({ watch: null, warn: null, critical: null });

/** The initial state. */
export const INITIAL_STATE: MachineState = Object.freeze({
  current: null,
  lastAt: null,
  since: NEVER,
  goneSince: NEVER,
});

/** After a gap: the current severity stays, and all on-delays and off-delays restart. */
export const interruptMachine = (state: MachineState): MachineState =>
  state.current === null ? INITIAL_STATE : { ...state, since: NEVER, goneSince: NEVER };

/**
 * After an amendment that lowered the severity: the on-delays of higher severities restart, since they are amended too.
 */
export function lowerMachine(state: MachineState, current: Severity | null): MachineState {
  if (current === state.current) return state;
  const keep = (severity: Severity) => (severityRank(severity) > severityRank(current) ? null : state.since[severity]);
  return { ...state, current, since: { watch: keep('watch'), warn: keep('warn'), critical: keep('critical') } };
}

/**
 * One evaluation at event time `at`: a severity is raised after its on-delay, and eased or cleared after the off-delay
 * (ISA-18.2). An evaluation that is not later than the last one has no effect.
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
  const risen = highestSeverity((severity) => isHeld(since[severity], at, holds.onSeconds[severity]));
  const remaining = highestSeverity(
    (severity) =>
      severityRank(severity) <= severityRank(state.current) && !isHeld(goneSince[severity], at, holds.offSeconds),
  );
  const next = maxSeverity(risen, remaining);
  const move = moveBetween(state.current, next, since, goneSince, at);
  return { state: { current: next, lastAt: at, since, goneSince }, move };
}

/** The severity below which the verdict does not allow the alert to ease. */
function floorOf({ severity, keeps, isClear }: Verdict, current: Severity | null): Severity | null {
  if (keeps !== undefined) return maxSeverity(severity, keeps);
  return severity === null && !isClear ? current : severity;
}

function hold(before: PerSeverity, at: number, holdsNow: (severity: Severity) => boolean): PerSeverity {
  const next = (severity: Severity) => (holdsNow(severity) ? (before[severity] ?? at) : null);
  return { watch: next('watch'), warn: next('warn'), critical: next('critical') };
}

const isHeld = (since: number | null, at: number, seconds: number): boolean =>
  since !== null && at - since >= seconds * 1000;

const highestSeverity = (matches: (severity: Severity) => boolean): Severity | null =>
  SEVERITIES.findLast(matches) ?? null;

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
