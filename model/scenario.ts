import type { AlertSubject } from './alert-subject.ts';
import type { Device } from './device.ts';
import type { Property } from './property.ts';
import type { Reading } from './reading.ts';
import type { StandardsPack } from './standards-pack.ts';
import type { Contribution, ZoneState } from './state.ts';
import type { ZoneKind } from './zone.ts';

/** Severities of an alert, the lowest first. */
export const SEVERITIES = ['watch', 'warn', 'critical'] as const;
/** One of the severities. */
export type Severity = (typeof SEVERITIES)[number];

/** The input of a scenario: one zone (or one subject in it) over one window of event time. */
export interface Window {
  readonly zoneId: string;
  readonly zoneKind: ZoneKind;
  /** End of the window (inclusive): event time, milliseconds since 1970, UTC. */
  readonly at: number;
  readonly windowSeconds: number;
  /** Absent: the zone as a whole. */
  readonly subject?: AlertSubject;
  /**
   * Fused states per property, in order of time; of an amount, what came together in the minute before each. A zone
   * without devices for a property gets the states of its nearest ancestor zone that has some (see `inheritsUpTo`).
   */
  readonly states: Readonly<Partial<Record<Property, readonly ZoneState[]>>>;
  /**
   * All readings of quality good or suspect in the window, in the order (observedAt, device, channel, offset); without
   * amounts that are possible repeats.
   */
  readonly readings: Readonly<Partial<Record<Property, readonly Contribution[]>>>;
}

/** The result of evaluating one window. Severity `null`: no condition for an alert holds. */
export interface Verdict {
  readonly severity: Severity | null;
  /** Whether the clear condition holds; with severity null and `isClear` false, hysteresis keeps an open alert. */
  readonly isClear: boolean;
  /**
   * The highest severity whose clear condition does not hold yet: an alert is not eased below it. `null`: none. Absent:
   * an alert may be eased to `severity`, and is unchanged while that is null and `isClear` is false.
   */
  readonly keeps?: Severity | null;
  /** Rounded intermediate values that explain the verdict, e.g. `rain60MinutesMm`; the unit is part of the name. */
  readonly values: Readonly<Record<string, number>>;
  /** Names of the conditions that held, in a fixed order. */
  readonly because: readonly string[];
}

/** One condition in a window: what it saw, and what it asks for. */
export interface ConditionSeen {
  /** As in `because` of a verdict. */
  readonly name: string;
  readonly holds: boolean;
  /** What it compares, by its name in `values`; `is` null: not known. Absent: it does not rest on one value. */
  readonly value?: { readonly name: string; readonly is: number | null };
  /** The row of a pack that it compares with; the condition holds from there on, or below it. */
  readonly limit?: { readonly row: string; readonly is: number; readonly side: 'at-least' | 'below' };
}

/** The conditions of a scenario in a window, and what they lead to. */
export interface ScenarioExplanation {
  readonly conditions: readonly ConditionSeen[];
  /** For each severity, sets of conditions: it is reached when all conditions of one set hold. */
  readonly rules: Readonly<Record<Severity, readonly (readonly string[])[]>>;
}

/** A scenario: its inputs, windows and standards, and the pure functions that evaluate them. */
export interface Scenario {
  readonly id: string;
  readonly version: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly needs: readonly Property[];
  readonly zoneKinds: readonly ZoneKind[];
  /**
   * Absent: a zone is evaluated as a whole. Else each subject of a zone (a transformer, a bridge) is evaluated by
   * itself: its window has only the single readings of its own devices and of devices without a subject. Fused states
   * are of the whole zone, so a property that distinguishes subjects must be listed in `readingsSeconds`.
   */
  readonly subjectOf?: (device: Pick<Device, 'id' | 'model' | 'attributes'>) => AlertSubject | null;
  readonly windowSeconds: number;
  /** Length of the window per property, in seconds, where it is shorter than `windowSeconds`. */
  readonly lookBackSeconds?: Readonly<Partial<Record<Property, number>>>;
  /**
   * Per property, the widest kind of ancestor zone whose estimate is used for a zone without devices of its own.
   * Absent: by the spatial scope of the property: smooth up to the district, local up to the cell, point not at all.
   */
  readonly inheritsUpTo?: Readonly<Partial<Record<Property, ZoneKind>>>;
  /** Properties whose single readings are in the window too, and for how many seconds. */
  readonly readingsSeconds?: Readonly<Partial<Record<Property, number>>>;
  /** Evaluation interval: it is evaluated at each multiple of this in event time. */
  readonly everySeconds: number;
  /**
   * Ids of the standards packs that define its thresholds, its own first. Each evaluation gets the editions in force,
   * in this order.
   */
  readonly standards: readonly string[];
  /**
   * Event-time lane: a pure function that rounds before it compares, so that the result is the same on every machine.
   */
  readonly evaluate: (window: Window, packs: readonly StandardsPack[]) => Verdict;
  /**
   * Removes inputs that do not affect the verdict, so that the evidence stays small; the verdict must stay the same.
   */
  readonly trim?: (window: Window, packs: readonly StandardsPack[]) => Window;
  /**
   * Says what each condition saw in a window, for `explain`: it may not say anything else than `evaluate`. Absent: only
   * the verdict is explained.
   */
  readonly explain?: (window: Window, packs: readonly StandardsPack[]) => ScenarioExplanation;
  /** Arrival lane: evaluates a life-safety limit from one reading alone; absent: the scenario has none. */
  readonly evaluateArrival?: (reading: Reading, zoneKind: ZoneKind, packs: readonly StandardsPack[]) => Verdict | null;
  /** Properties of `needs` for which `evaluateArrival` is called; absent: all of them. */
  readonly arrivalNeeds?: readonly Property[];
  /** On-delays and off-delay, read from the packs. */
  readonly holds: (packs: readonly StandardsPack[]) => HoldTimes;
}

/** On-delay per severity and off-delay (ISA-18.2), in seconds of event time. */
export interface HoldTimes {
  readonly onSeconds: Readonly<Record<Severity, number>>;
  readonly offSeconds: number;
}
