import type { ZoneKind } from './zone.ts';

/** True traffic on a simulated road. */
export interface TrafficTruth {
  readonly speedKmh: number;
  readonly volumePerHour: number;
}

/** True wind at a place: speed, and the direction that it comes from (degrees from north, clockwise). */
export interface WindTruth {
  readonly metresPerSecond: number;
  readonly fromDegrees: number;
}

/** The true physical state at one site of a simulated city, independent of what its sensors report. */
export interface SiteTruth {
  readonly rainMmPerHour: number;
  /** Fraction of the rim level, 0 to 1. */
  readonly drainFill: number;
  readonly depthCm: number;
  /** Electric power that its pumps take; 0 where it has none. */
  readonly pumpKilowatts: number;
  readonly hasPower: boolean;
  readonly wind: WindTruth;
  /** What a sandstorm or fireworks add to the air, ug/m3. */
  readonly haze: { readonly pm25: number; readonly pm10: number };
  readonly traffic: TrafficTruth;
}

/** True state of one transformer. */
export interface TransformerTruth {
  /** Share of its rated current. */
  readonly loadPercent: number;
  readonly topOilCelsius: number;
  /** The hottest place of its winding. */
  readonly hotSpotCelsius: number;
}

/** PM10 from building sites at one point, ug/m3: now, as a mean over a quarter of an hour, and whose most of it is. */
export interface DustTruth {
  readonly nowUgPerM3: number;
  readonly meanUgPerM3: number;
  /** The site with the largest share of the mean; null without dust. */
  readonly sourceId: string | null;
}

/** True weather over the whole simulated city, without rain. */
export interface WeatherTruth {
  readonly temperatureCelsius: number;
  readonly humidityPercent: number;
  readonly pressureHectopascals: number;
  readonly windMetresPerSecond: number;
  readonly windFromDegrees: number;
}

/**
 * The true state at one moment of one place: a site, or one thing at it; then `subjectId` names it, e.g. a transformer.
 */
export interface PlaceTruth extends SiteTruth {
  readonly subjectId: string | null;
  /** Null unless the subject is a transformer. */
  readonly transformer: TransformerTruth | null;
  /** The most dust of building sites at any instrument for particles there; null where there is none. */
  readonly dust: DustTruth | null;
  readonly weather: WeatherTruth;
  /** Local hour of the day, 0 to 24, with its fraction. */
  readonly hourOfDay: number;
  /** Device models installed there: a site without a transformer, for example, cannot have an overloaded one. */
  readonly deviceModels: ReadonlySet<string>;
}

/** An event that the simulator planned for one zone; times are city time, milliseconds since 1970, UTC. */
export interface PlannedEvent {
  /**
   * Its kind: `storm`, an event of the world (`blocked-drain`, `power-cut`, `street-washing`, `earthworks`, …), one
   * at the place upstream (`upstream-blocked-drain`, …), or a sensor that reports false values (`lying-gauge-spike`).
   */
  readonly what: string;
  readonly zoneId: string;
  readonly zoneKind: ZoneKind;
  /** The thing that it is about, e.g. an overloaded transformer; null: the zone. */
  readonly subjectId: string | null;
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
  /** Values of the measure, ascending, of which a label says when they were first passed and last left. */
  readonly levels: readonly number[];
  /** What the event came from, e.g. the site that raised the dust, by its state at the peak; absent: not asked. */
  readonly sourceOf?: (place: PlaceTruth) => string | null;
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
