import type { FaultKind } from '../faults/fault.ts';
import type { PassedLevel } from './event-tracker.ts';

/** An incident in a zone, or something that only looks like one. Times in milliseconds since 1970, city time. */
export interface IncidentLabel {
  readonly type: 'incident';
  readonly incidentId: string;
  readonly scenarioId: string;
  /** `real`, or `look-alike:` and its cause: it could be mistaken for the scenario's event and is none. */
  readonly kind: 'real' | `look-alike:${string}`;
  readonly zoneId: string;
  /** The thing in the zone that it is about, e.g. a transformer; null: the zone. */
  readonly subjectId: string | null;
  readonly startAt: number;
  readonly endAt: number;
  readonly cause: string;
  /** Highest true value of the scenario's measure in that time. */
  readonly peak: number;
  readonly unit: string;
  /** What a real event came from, e.g. a building site; null where it is not asked or not known. */
  readonly source: string | null;
  /** Levels of the measure that a real event reached: when first, and until when; the lowest first. */
  readonly passed: readonly PassedLevel[];
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
