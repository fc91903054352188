import type { LabelledScenario } from '../model/ground-truth.ts';
import type { DemoCity } from './demo-city.ts';
import type { FaultKind } from './faults/fault.ts';
import type { Wait } from './mqtt/in-flight.ts';

/** What a simulation needs; everything random comes from the seed. */
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
  /** City hours; null until it is stopped. */
  readonly durationHours: number | null;
  /** JSON lines are appended; null: none are kept. */
  readonly labelsFile: string | null;
  readonly faults: boolean;
  /** What counts as real, by scenario. */
  readonly labels: readonly LabelledScenario[];
  /** City seconds from the start to the first storm, for somebody who watches; left out, the program begins with the run. */
  readonly firstStormAfterSeconds?: number;
  readonly onProgress: (progress: SimulationProgress) => void;
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** A clock of milliseconds for the pace; without it each step waits its full share and the work comes on top. */
  readonly wallNow?: () => number;
}

interface SimulationProgress {
  readonly cityTime: number;
  readonly elapsedSeconds: number;
  readonly sent: number;
  readonly acknowledged: number;
}

/** What a simulation did. */
export interface SimulationSummary {
  readonly startAt: number;
  readonly endAt: number;
  readonly messages: { readonly sent: number; readonly acknowledged: number };
  readonly values: number;
  readonly clockTicks: number;
  /** Messages that each kind of fault touched (a lost message counts, though it was never sent). */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Real events by scenario, and look-alikes of all scenarios. */
  readonly incidents: { readonly real: Readonly<Record<string, number>>; readonly lookAlikes: number };
  /** True when it was stopped before its time was over. */
  readonly isStopped: boolean;
}
