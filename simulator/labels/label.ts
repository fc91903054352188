import type { FaultKind } from '../faults/fault.ts';

/** An incident in a zone, or something that only looks like one. Times in milliseconds since 1970, city time. */
export interface IncidentLabel {
  readonly type: 'incident';
  readonly incidentId: string;
  readonly scenarioId: string;
  /** `real`, or `look-alike:` and its cause: it could be mistaken for the scenario's event and is none. */
  readonly kind: 'real' | `look-alike:${string}`;
  readonly zoneId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly cause: string;
  /** Highest true value of the scenario's measure in that time. */
  readonly peak: number;
  readonly unit: string;
  /** Devices in the zone that published wrong values. */
  readonly lyingDevices: readonly string[];
}

/** A fault of a device. */
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
