import type { FaultKind } from '../faults/fault.ts';

/** When water on a road is an incident: the simulator's own definition, by the true depth alone. */
export const WATERLOGGING = { depthCm: 15, minutes: 5 } as const;

/** What a city could mistake for waterlogging. */
export const LOOK_ALIKES = [
  'burst-hydrant',
  'street-washing',
  'storm-drains-cope',
  'traffic-jam',
  'lying-gauge-spike',
  'lying-gauge-stuck-high',
] as const;
export type LookAlike = (typeof LOOK_ALIKES)[number];

/** Something that happened at a place, or only seemed to. Times in milliseconds since 1970, city time. */
export interface IncidentLabel {
  readonly type: 'incident';
  readonly incidentId: string;
  readonly kind: 'waterlogging' | `look-alike:${LookAlike}`;
  readonly zoneId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly cause: string;
  /** Deepest true water in that time. */
  readonly peakDepthCm: number;
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

/** First line of each run: which one it was, and what counts as waterlogging. */
interface RunLabel {
  readonly type: 'run';
  readonly seed: number;
  readonly startAt: number;
  readonly devices: number;
  readonly waterlogging: { readonly depthCm: number; readonly minutes: number };
}

/** One line of the labels file. */
export type Label = IncidentLabel | FaultLabel | RunLabel;
