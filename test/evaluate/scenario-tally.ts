import type { Severity } from '../../model/scenario.ts';

/** A real event that alarms were about. */
export interface FoundEvent {
  readonly incidentId: string;
  readonly zoneId: string;
  /** Minutes from the publication of the first alarm to the start of the event; negative: it came after that. */
  readonly leadMinutes: number;
  readonly alarms: number;
}

/** An alarm about nothing real. */
export interface FalseAlarm {
  readonly alertId: string;
  readonly zoneId: string;
  /** For how long it stood, as published. */
  readonly minutes: number;
  readonly isWithdrawn: boolean;
}

/** How the alarms of at least one severity did. */
export interface SeverityTally {
  readonly severity: Severity;
  readonly found: readonly FoundEvent[];
  readonly missed: readonly { readonly incidentId: string; readonly zoneId: string }[];
  readonly falseAlarms: readonly FalseAlarm[];
  /** Alarms about real events. */
  readonly rightAlarms: number;
}

/** A bin of a reliability table: probabilities from `from` on, and how many of them were of something real. */
export interface ProbabilityBin {
  readonly from: number;
  readonly count: number;
  readonly sum: number;
  readonly real: number;
  /** Sum of the squared differences from what was real. */
  readonly squares: number;
}

/** How one scenario did in one run. */
export interface ScenarioTally {
  readonly scenarioId: string;
  readonly seed: number;
  readonly severities: readonly SeverityTally[];
  /** Empty where the scenario gives no probability. */
  readonly bins: readonly ProbabilityBin[];
}
