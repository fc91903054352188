import type { AlertSubject } from './alert-subject.ts';
import type { Device } from './device.ts';
import type { Property } from './property.ts';
import type { Reading } from './reading.ts';
import type { StandardsPack } from './standards-pack.ts';
import type { Contribution, ZoneState } from './state.ts';
import type { ZoneKind } from './zone.ts';

export const SEVERITIES = ['watch', 'warn', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a scenario sees: one zone, one stretch of event time, nothing else. */
export interface Window {
  readonly zoneId: string;
  readonly zoneKind: ZoneKind;
  /** End of the window (inclusive), event time. */
  readonly at: number;
  readonly windowSeconds: number;
  /** Absent: the zone as a whole. */
  readonly subject?: AlertSubject;
  /** Per property, fused states in the window in order of time; a zone without gauges of its own sees its nearest ancestor's. */
  readonly states: Readonly<Partial<Record<Property, readonly ZoneState[]>>>;
  /** Every reading of quality good or suspect that stands in the window, in the order (observedAt, device, channel, offset). */
  readonly readings: Readonly<Partial<Record<Property, readonly Contribution[]>>>;
}

/** What a scenario concludes from one window. `null` severity: nothing to say. */
export interface Verdict {
  readonly severity: Severity | null;
  /** True while the clear condition holds; between severity null and clear lies the hysteresis. */
  readonly isClear: boolean;
  /**
   * Highest severity whose own clear condition does not hold yet: an alert never eases below it. `null`: nothing keeps it.
   * Absent: an alert may ease to `severity`, and stays as it is while that is null and `isClear` is false.
   */
  readonly keeps?: Severity | null;
  /** Rounded intermediate values that a person can follow, e.g. `rain60MinutesMm`. */
  readonly values: Readonly<Record<string, number>>;
  /** Names of the conditions that held, in a fixed order. */
  readonly because: readonly string[];
}

/** What it needs, for how long, under which standard, and two pure functions. */
export interface Scenario {
  readonly id: string;
  readonly version: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly needs: readonly Property[];
  readonly zoneKinds: readonly ZoneKind[];
  /**
   * Absent: a zone is judged as a whole. Else each subject of a zone is judged apart (a transformer, a bridge): its window holds the single
   * readings of its own devices and of those without a subject, so each property that tells subjects apart stands in `readingsSeconds`.
   */
  readonly subjectOf?: (device: Pick<Device, 'id' | 'model' | 'attributes'>) => AlertSubject | null;
  readonly windowSeconds: number;
  /** How far back a property is looked at where that is less than `windowSeconds`. */
  readonly lookBackSeconds?: Readonly<Partial<Record<Property, number>>>;
  /**
   * Widest kind of zone whose estimate still speaks for a zone without gauges of its own. Absent: by the scope of the property, a smooth
   * one up to the district, a local one up to the cell, and of a point only the zone's own.
   */
  readonly inheritsUpTo?: Readonly<Partial<Record<Property, ZoneKind>>>;
  /** Properties whose single readings stand in the window too, and for how many seconds. */
  readonly readingsSeconds?: Readonly<Partial<Record<Property, number>>>;
  /** Evaluated at every multiple of this in event time. */
  readonly everySeconds: number;
  /** Packs that it takes its thresholds from, its own first; each judgement gets those that hold, in this order. */
  readonly standards: readonly string[];
  /** Event-time lane: pure, no clock, no randomness, rounds before it decides. */
  readonly evaluate: (window: Window, packs: readonly StandardsPack[]) => Verdict;
  /** The same verdict from less: drops from a window what did not decide, so that evidence stays small. */
  readonly trim?: (window: Window, packs: readonly StandardsPack[]) => Window;
  /** Arrival lane: a life-safety limit judged from one reading alone; absent where there is none. */
  readonly evaluateArrival?: (reading: Reading, zoneKind: ZoneKind, packs: readonly StandardsPack[]) => Verdict | null;
  /** Of `needs`, the only ones that `evaluateArrival` has a word on; absent: all of them. */
  readonly arrivalNeeds?: readonly Property[];
  /** Hold times per severity and the off-delay, read from the packs. */
  readonly holds: (packs: readonly StandardsPack[]) => HoldTimes;
}

/** On-delay per severity and off-delay, in seconds of event time. */
export interface HoldTimes {
  readonly onSeconds: Readonly<Record<Severity, number>>;
  readonly offSeconds: number;
}
