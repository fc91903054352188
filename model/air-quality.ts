import type { Property } from './property.ts';
import type { LocalizedText, StandardStatus } from './standards-pack.ts';

/** Families of air quality standards: China (HJ 633) and the US EPA's AQI. */
export const AIR_STANDARDS = ['cn', 'us-epa'] as const;
export type AirStandard = (typeof AIR_STANDARDS)[number];

/** The averaging period of an index: one civil hour, or one civil day, in the city's time zone. */
export const AIR_PERIODS = ['hour', 'day'] as const;
export type AirPeriod = (typeof AIR_PERIODS)[number];

/** Pollutants of an air quality index, in the order in which they are listed. */
export const AIR_PROPERTIES = [
  'air.pm2_5',
  'air.pm10',
  'air.so2',
  'air.no2',
  'air.co',
  'air.o3',
] as const satisfies readonly Property[];

/** Where the index is computed: at one device, or over a zone including all zones in it. */
export interface AirPlace {
  readonly kind: 'device' | 'zone';
  readonly id: string;
}

/** A place for which an index can be computed, and the properties measured there. */
export interface MeasuredAirPlace extends AirPlace {
  readonly properties: readonly Property[];
}

/** A query for air quality indices. Without `from` and `until`: the newest 24 hours or 7 days. */
export interface AirQualityQuery {
  readonly place: AirPlace;
  readonly standard: AirStandard;
  readonly period: AirPeriod;
  /** Version of an edition to apply regardless of the date; absent: the edition in force on each date. */
  readonly edition?: string;
  /** Milliseconds since 1970 UTC; every hour or day that [from, until) touches is answered. */
  readonly from?: number;
  readonly until?: number;
}

/**
 * The indices in order of time with the range that was asked for (milliseconds since 1970, `until` exclusive; null
 * while the city has no time), or the field of the query that is invalid and why.
 */
export type AirQualityAnswer =
  | { readonly items: readonly AirQualityIndex[]; readonly from: number | null; readonly until: number | null }
  | { readonly refused: { readonly field: string; readonly detail: string } };

/** How the concentration of one pollutant was averaged. */
export type AirAveraging = '1-h' | '8-h' | '24-h' | 'nowcast';

/** Index of one pollutant. */
export interface AirQualityPart {
  readonly property: Property;
  readonly averaging: AirAveraging;
  /** In `unit` (UCUM), averaged and rounded as the standard requires before the interpolation. */
  readonly concentration: number;
  readonly unit: string;
  readonly index: number;
  /** True: the concentration lies beyond the standard's scale; `index` is the last one that the standard defines. */
  readonly isBeyondScale: boolean;
  /** True: the break points or the averaging still have to be checked against the text of the standard. */
  readonly toCheck: boolean;
}

/**
 * Why a pollutant has no index in a period. `too-few-values`: too few hours were measured. `too-few-minutes`: enough
 * were, but too few of them for as many minutes as an hour needs. `contested`: its stations contradict each other.
 * `no-edition`: no edition known to Citynerve was in force then.
 */
export const AIR_GAP_REASONS = [
  'too-few-values',
  'too-few-minutes',
  'contested',
  'not-measured',
  'no-table',
  'no-edition',
] as const;

export interface AirQualityGap {
  readonly property: Property;
  readonly reason: (typeof AIR_GAP_REASONS)[number];
}

/**
 * Why a station did not count in an hour. `too-few-minutes`: it has readings for too little of the hour. `outlier`: it
 * differs too much from the others. `contested`: the stations fall into groups, and which is right cannot be told.
 */
export const AIR_EXCLUSION_REASONS = ['outlier', 'contested', 'too-few-minutes'] as const;

/** A station that did not count in some hours of a period. */
export interface AirExclusion {
  readonly deviceId: string;
  readonly property: Property;
  readonly reason: (typeof AIR_EXCLUSION_REASONS)[number];
  /** Number of these hours. */
  readonly hours: number;
  /** Means of these hours: its concentration in the unit of the property, and for how many minutes it has readings. */
  readonly value: number;
  readonly minutes: number;
}

/** The index of one place and period under one edition of one standard, with all inputs needed to check it by hand. */
export interface AirQualityIndex {
  readonly place: AirPlace;
  readonly period: AirPeriod;
  /** Half-open [from, until), milliseconds since 1970 UTC: a civil hour or day of the city. */
  readonly from: number;
  readonly until: number;
  /** `null` when no pollutant has an index. */
  readonly index: number | null;
  /** True: the pollutant with this index lies beyond the standard's scale, so that the air is worse than it says. */
  readonly isBeyondScale: boolean;
  readonly category: {
    /** 1 is the best. */
    readonly level: number;
    readonly title: LocalizedText;
    /** The standard's own colour, `#rrggbb`. */
    readonly colour: string;
  } | null;
  /** Primary pollutants; empty where the standard defines none (HJ 633: at an index of 50 or below). */
  readonly primary: readonly Property[];
  readonly parts: readonly AirQualityPart[];
  readonly gaps: readonly AirQualityGap[];
  /** Stations that did not count in hours of the period, at most 100; the ones to look after first. */
  readonly excluded: readonly AirExclusion[];
  /** How often a station did not count: the sum of the hours of all exclusions, of those not listed, too. */
  readonly excludedHours: number;
  /** Minutes of data that the edition wants in an hour; `null`: it does not say, and one reading is enough. */
  readonly leastMinutes: number | null;
  /** `null`: no edition known to Citynerve was in force then; every gap then has the reason `no-edition`. */
  readonly standard: {
    readonly id: string;
    readonly version: string;
    readonly title: LocalizedText;
    readonly status: StandardStatus;
    readonly effectiveFrom: string | null;
    readonly effectiveUntil: string | null;
  } | null;
}
