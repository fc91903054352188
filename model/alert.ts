import type { AlertSubject } from './alert-subject.ts';
import type { Evidence } from './evidence.ts';
import type { Severity } from './scenario.ts';

/** ISA-18.2 states in the words of the design; `pending` is held back by its on-delay and not shown as an alert. */
export type AlertStatus = 'open' | 'acknowledged' | 'cleared';
export type Lane = 'arrival' | 'event';

/** One step in the life of an alert; `at` is city time. */
export interface AlertChange {
  readonly at: number;
  readonly change: 'raised' | 'escalated' | 'eased' | 'acknowledged' | 'amended' | 'withdrawn' | 'cleared';
  readonly severity: Severity;
  /** Person for an acknowledgement, else `citynerve`. */
  readonly by: string;
  readonly reason: string;
}

/** An alert about one zone, or one subject in it, under one scenario. Its id is made from scenario, lane, zone, subject and start, so every fold of a journal gives the same. */
export interface Alert {
  readonly id: string;
  /** Raised by one with each change; receivers deduplicate on (id, revision). */
  readonly revision: number;
  readonly scenarioId: string;
  readonly lane: Lane;
  readonly zoneId: string;
  /** What it is about within the zone; null: the zone as a whole. */
  readonly subject: AlertSubject | null;
  readonly status: AlertStatus;
  /** Highest severity that holds now, and the highest it ever had. */
  readonly severity: Severity;
  readonly peakSeverity: Severity;
  /** Event time since which the condition held; when it was raised (after its hold); when cleared. */
  readonly activeAt: number;
  readonly raisedAt: number;
  readonly clearedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: number | null;
  readonly title: { readonly en: string; readonly zh: string };
  readonly history: readonly AlertChange[];
  /** Its scenario is off in its zone: nothing clears or eases it until it is on again. Absent: it is watched. */
  readonly isUnwatched?: true;
  /** What the present severity rests on. */
  readonly evidence: Evidence;
}
