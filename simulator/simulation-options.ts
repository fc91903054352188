import type { LabelledScenario } from '../model/ground-truth.ts';
import type { DemoCity } from './demo-city.ts';
import type { FaultKind } from './faults/fault.ts';
import type { Wait } from './mqtt/in-flight.ts';

/** Options of a simulation; all randomness comes from the seed. */
export interface SimulationOptions {
  readonly mqttUrl: string;
  readonly city: DemoCity;
  readonly deviceToken: (deviceId: string) => string;
  readonly clockToken: string;
  readonly seed: number;
  /** City seconds per wall second; `max` as fast as acknowledgements come. */
  readonly speed: number | 'max';
  /** City time at which the world begins, milliseconds since 1970. */
  readonly startAt: number;
  /** Duration in city hours; null: until it is stopped. */
  readonly durationHours: number | null;
  /** File of the labels; null: none are written. */
  readonly labelsFile: string | null;
  readonly faults: boolean;
  /** What counts as real, by scenario. */
  readonly labels: readonly LabelledScenario[];
  /** City seconds from the start to the first storm, for a demo; absent: the schedule begins with the run. */
  readonly firstStormAfterSeconds?: number;
  readonly onProgress: (progress: SimulationProgress) => void;
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** A monotonic clock, milliseconds; without it the time for the work is added to each step's wait. */
  readonly wallNow?: () => number;
}

interface SimulationProgress {
  readonly cityTime: number;
  readonly elapsedSeconds: number;
  readonly sent: number;
  readonly acknowledged: number;
}

/** Counts of a simulation. */
export interface SimulationSummary {
  readonly startAt: number;
  readonly endAt: number;
  readonly messages: { readonly sent: number; readonly acknowledged: number };
  readonly values: number;
  readonly clockTicks: number;
  /** Messages changed by each kind of fault (lost messages count, though they were never sent). */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Real events by scenario, and look-alikes of all scenarios. */
  readonly incidents: { readonly real: Readonly<Record<string, number>>; readonly lookAlikes: number };
  /** True when it was stopped before its end. */
  readonly isStopped: boolean;
}
