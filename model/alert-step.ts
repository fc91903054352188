import type { ArrivalWatch } from './arrival-watch.ts';
import type { MachineState } from './machine-state.ts';
import type { Severity, Verdict } from './scenario.ts';

/** The changes of an alert that Citynerve makes; the others are made by persons. */
export const STEP_CHANGES = ['raised', 'escalated', 'eased', 'amended', 'withdrawn', 'cleared'] as const;

/** What a step was decided on beside the verdict of its evidence; from both the step can be computed again. */
export type StepBasis =
  /** Event lane: the verdict, and the state of the alert state machine before it: on-delays and off-delay. */
  | { readonly kind: 'hold'; readonly before: MachineState }
  /**
   * Event lane: late data. `was` is the verdict on which the alert stood, `again` the one on the same window with the
   * late data; `cause` names them.
   */
  | { readonly kind: 'late'; readonly was: Verdict; readonly again: Verdict; readonly cause: string }
  /** Arrival lane: the alert was raised from the reading alone. */
  | { readonly kind: 'reading' }
  /** Arrival lane: a following reading. `joint`: severity of the alert of the event lane at the place. */
  | { readonly kind: 'watch'; readonly before: ArrivalWatch; readonly joint: Severity | null }
  /** Arrival lane: the event lane was evaluated; the evidence is that on which the alert stands. */
  | { readonly kind: 'joint'; readonly before: ArrivalWatch; readonly joint: Severity | null }
  /** The scenario was switched off or on; the evidence is that on which the alert stands. */
  | { readonly kind: 'switch' };

/** The step of an alert that evidence is about, as it stands in the alert's history, and what it was decided on. */
export interface AlertStep {
  readonly alertId: string;
  /** The alert's revision after the step; its history has as many entries. */
  readonly revision: number;
  /** Event time (of a switch: city time), milliseconds since 1970, UTC. */
  readonly at: number;
  readonly change: (typeof STEP_CHANGES)[number];
  /** The severity after the step. */
  readonly severity: Severity;
  readonly reason: string;
  readonly basis: StepBasis;
}
