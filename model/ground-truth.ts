import type { ZoneKind } from './zone.ts';

/** Traffic on the road of a place. */
export interface TrafficTruth {
  readonly speedKmh: number;
  readonly volumePerHour: number;
}

/** What is true at one place of a simulated city, whatever its gauges say. */
export interface SiteTruth {
  readonly rainMmPerHour: number;
  /** 0 to 1. */
  readonly drainFill: number;
  readonly depthCm: number;
  readonly traffic: TrafficTruth;
}

/** Weather over the whole simulated city, apart from rain. */
export interface WeatherTruth {
  readonly temperatureCelsius: number;
  readonly humidityPercent: number;
  readonly pressureHectopascals: number;
  readonly windMetresPerSecond: number;
  readonly windFromDegrees: number;
}

/** One place at one moment. */
export interface PlaceTruth extends SiteTruth {
  readonly weather: WeatherTruth;
  /** Local hour of the day, 0 to 24, with its fraction. */
  readonly hourOfDay: number;
  /** Models of the devices that stand there: where there is no transformer, none can be overloaded. */
  readonly deviceModels: ReadonlySet<string>;
}

/** Something that the simulator has planned for one place; times in milliseconds since 1970, city time. */
export interface PlannedEvent {
  /** What it is: `storm`, `blocked-drain`, `pump-failure`, `burst-hydrant`, `street-washing`, `traffic-jam`, `lying-gauge-spike`, … */
  readonly what: string;
  readonly zoneId: string;
  readonly zoneKind: ZoneKind;
  readonly from: number;
  readonly until: number;
  /** Hardest rain that it brings there, mm/h; 0: none. */
  readonly heaviestRainMmPerHour: number;
}

/** What a scenario counts as real in a simulated city. Pure functions: alerts are scored against what they say. */
export interface ScenarioLabels {
  /** What is measured at a place, in `unit`; NaN where it means nothing. */
  readonly measure: (place: PlaceTruth) => number;
  readonly unit: string;
  /** So much of it or more, for at least so many minutes, is a real event. */
  readonly least: number;
  readonly leastMinutes: number;
  /** Words for the cause, from what was going on at the place when the event began. */
  readonly causeOf: (events: readonly PlannedEvent[]) => string;
  /** Something that could be mistaken for the real thing, if the truth bears it out; null: nothing of the kind. */
  readonly lookAlikeOf: (event: PlannedEvent) => LookAlike | null;
}

/** Until when it may be mistaken, and words for its cause. */
export interface LookAlike {
  readonly what: string;
  readonly until: number;
  readonly cause: string;
}

/** A scenario's labels under its id, as the simulator is handed them. */
export interface LabelledScenario {
  readonly scenarioId: string;
  readonly labels: ScenarioLabels;
}
