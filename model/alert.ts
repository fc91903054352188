import type { AlertSubject } from './alert-subject.ts';
import type { Evidence } from './evidence.ts';
import type { Severity } from './scenario.ts';

/**
 * Alarm states after ISA-18.2: unacknowledged (`open`), acknowledged, and returned to normal (`cleared`). An alert
 * within its on-delay is pending: it exists in the state machine only and is not published.
 */
export type AlertStatus = 'open' | 'acknowledged' | 'cleared';
/** `arrival`: judged from one reading at once; `event`: judged from windows in the order of event time. */
export type Lane = 'arrival' | 'event';

/** One state transition of an alert; `at` is city time, milliseconds since 1970, UTC. */
export interface AlertChange {
  readonly at: number;
  /** `noted`: a person added a note to an alert that was acknowledged already. */
  readonly change: 'raised' | 'escalated' | 'eased' | 'acknowledged' | 'noted' | 'amended' | 'withdrawn' | 'cleared';
  readonly severity: Severity;
  /** Person for an acknowledgement or a note, else `citynerve`. */
  readonly by: string;
  readonly reason: string;
  /**
   * `evidenceHash` of the evidence of this step. Absent: a person made the change, or a version that kept no evidence
   * for each step.
   */
  readonly evidenceHash?: string;
}

/**
 * An alert about one zone, or one subject in it, under one scenario. Its id is derived from scenario, lane, zone,
 * subject and start time, so that every fold of the same journal produces the same id.
 */
export interface Alert {
  readonly id: string;
  /** Raised by one with each change; receivers deduplicate on (id, revision). */
  readonly revision: number;
  readonly scenarioId: string;
  readonly lane: Lane;
  readonly zoneId: string;
  /** The object within the zone that the alert is about; null: the zone as a whole. */
  readonly subject: AlertSubject | null;
  readonly status: AlertStatus;
  /** The current severity, and the highest one since the alert was raised. */
  readonly severity: Severity;
  readonly peakSeverity: Severity;
  /**
   * Event times: since when the condition held, when the alert was raised (after its on-delay), when it was cleared.
   */
  readonly activeAt: number;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: number | null;
  readonly title: { readonly en: string; readonly zh: string };
  readonly history: readonly AlertChange[];
  /** Present while the scenario is off in this zone: the alert is neither cleared nor eased until it is on again. */
  readonly isUnwatched?: true;
  /** It was raised while the city's clock was held: its times may be wrong. */
  readonly isClockHeld?: true;
  /** The evidence for the current severity; of one that is over, for its last one. */
  readonly evidence: Evidence;
}
