import type { ZoneKind } from './zone.ts';

/** True traffic on a simulated road. */
export interface TrafficTruth {
  readonly speedKmh: number;
  readonly volumePerHour: number;
}

/** The true physical state at one site of a simulated city, independent of what its sensors report. */
export interface SiteTruth {
  readonly rainMmPerHour: number;
  /** Fraction of the rim level, 0 to 1. */
  readonly drainFill: number;
  readonly depthCm: number;
  readonly traffic: TrafficTruth;
}

/** True weather over the whole simulated city, without rain. */
export interface WeatherTruth {
  readonly temperatureCelsius: number;
  readonly humidityPercent: number;
  readonly pressureHectopascals: number;
  readonly windMetresPerSecond: number;
  readonly windFromDegrees: number;
}

/** The true state of one site at one moment. */
export interface PlaceTruth extends SiteTruth {
  readonly weather: WeatherTruth;
  /** Local hour of the day, 0 to 24, with its fraction. */
  readonly hourOfDay: number;
  /** Device models installed there: a site without a transformer, for example, cannot have an overloaded one. */
  readonly deviceModels: ReadonlySet<string>;
}

/** An event that the simulator planned for one zone; times are city time, milliseconds since 1970, UTC. */
export interface PlannedEvent {
  /**
   * Its kind: `storm`, `blocked-drain`, `pump-failure`, `burst-hydrant`, `street-washing`, `traffic-jam`,
   * `lying-gauge-spike` (a sensor that reports a false peak), …
   */
  readonly what: string;
  readonly zoneId: string;
  readonly zoneKind: ZoneKind;
  readonly from: number;
  readonly until: number;
  /** Peak rain rate that it causes there, mm/h; 0: none. */
  readonly heaviestRainMmPerHour: number;
}

/**
 * A scenario's ground truth labels: which simulated events are real incidents. Pure functions; the simulator scores the
 * scenario's alerts against them.
 */
export interface ScenarioLabels {
  /** The true quantity at a site, in `unit`; NaN where it does not apply. */
  readonly measure: (place: PlaceTruth) => number;
  readonly unit: string;
  /** A real event is a quantity of at least `least` that lasts for at least `leastMinutes`. */
  readonly least: number;
  readonly leastMinutes: number;
  /** The cause as a short text, from the events in progress at the site when the incident began. */
  readonly causeOf: (events: readonly PlannedEvent[]) => string;
  /** A confounder: an event that resembles an incident and must not raise an alert; null: it does not resemble one. */
  readonly lookAlikeOf: (event: PlannedEvent) => LookAlike | null;
}

/** A confounding event: until when it may resemble an incident (milliseconds since 1970, UTC), and its cause. */
export interface LookAlike {
  readonly what: string;
  readonly until: number;
  readonly cause: string;
}

/** A scenario id with its labels, as given to the simulator. */
export interface LabelledScenario {
  readonly scenarioId: string;
  readonly labels: ScenarioLabels;
}
