/**
 * What can happen in one zone besides rain, and what `size` then means. From these the physics makes truth; what
 * comes of one (a flood, or nothing) is not known when it is planned.
 */
export const WORLD_EVENTS = {
  /** Lost share of the way out of a drain: roots, grease, a collapsed pipe. */
  'blocked-drain': 'share',
  /** Lost share of the gullies: leaves on the gratings. The road fills while the pipe below is nearly empty. */
  'blocked-gully': 'share',
  /** Share of the pumps that trip. */
  'pump-failure': 'share',
  /** Lost share of the flow at the intakes; the pumps run, and lift little. */
  'pump-clogged': 'share',
  /** No electricity in the cell: pumps stand still, transformers carry nothing. */
  'power-cut': 'share',
  /** Water from a trunk main onto the road, m3/h. */
  'burst-main': 'm3/h',
  /** Water on the road that no drain takes, at the depth of its deepest place, cm. */
  'burst-hydrant': 'cm',
  'street-washing': 'cm',
  /** An accident or road works: traffic goes no faster than this, km/h. */
  'traffic-jam': 'km/h',
  /** Load that another feeder hands over to a transformer, percent of its rated current. */
  overload: '%',
  /** Dust that a building site raises, grams of PM10 a second. */
  earthworks: 'g/s',
  /** Particles over the whole city at its peak, ug/m3 of PM10. */
  sandstorm: 'ug/m3',
  /** Smoke in one cell, ug/m3 of PM2.5. */
  fireworks: 'ug/m3',
  /** Sea above the tide's level, metres; over the whole coast. */
  surge: 'm',
} as const;

/** A kind of event. */
export type WorldEventKind = keyof typeof WORLD_EVENTS;

/** One event; times in milliseconds since 1970, `until` not included. */
export interface WorldEvent {
  readonly what: WorldEventKind;
  /** The zone; the city's events stand in every zone. */
  readonly zoneId: string | null;
  /** A transformer or a building site; null: the zone. */
  readonly subjectId: string | null;
  readonly from: number;
  readonly until: number;
  readonly size: number;
}
