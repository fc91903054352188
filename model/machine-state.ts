import type { Severity } from './scenario.ts';

/** An instant per severity: event time, milliseconds since 1970, UTC; null: the condition does not hold. */
type PerSeverity = Readonly<Record<Severity, number | null>>;

/** The state of the alert state machine of one place: since when conditions hold, in event time. Plain data. */
export interface MachineState {
  readonly current: Severity | null;
  readonly lastAt: number | null;
  /** Since when the verdict has been at least this severe without interruption. */
  readonly since: PerSeverity;
  /** Since when the clear condition of this severity has held. */
  readonly goneSince: PerSeverity;
}
