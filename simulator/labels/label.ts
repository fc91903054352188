import type { FaultKind } from '../faults/fault.ts';

/** Something that happened at a place, or only seemed to. Times in milliseconds since 1970, city time. */
export interface IncidentLabel {
  readonly type: 'incident';
  readonly incidentId: string;
  readonly scenarioId: string;
  /** `look-alike:` and what it was: it could be mistaken for the scenario's event and was none. */
  readonly kind: 'real' | `look-alike:${string}`;
  readonly zoneId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly cause: string;
  /** Highest true value of what the scenario measures in that time. */
  readonly peak: number;
  readonly unit: string;
  /** Devices in the zone that said what was not so. */
  readonly lyingDevices: readonly string[];
}

/** A device that was at fault. */
export interface FaultLabel {
  readonly type: 'fault';
  readonly deviceId: string;
  readonly fault: FaultKind;
  readonly from: number;
  readonly to: number;
}

/** First line of each run: which one it was, and which scenarios it labels. */
export interface RunLabel {
  readonly type: 'run';
  readonly seed: number;
  readonly startAt: number;
  readonly devices: number;
  readonly scenarios: readonly {
    readonly scenarioId: string;
    readonly least: number;
    readonly unit: string;
    readonly leastMinutes: number;
  }[];
}

/** One line of the labels file. */
export type Label = IncidentLabel | FaultLabel | RunLabel;
