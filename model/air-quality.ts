import type { Property } from './property.ts';
import type { BothTexts, StandardStatus } from './standards-pack.ts';

/** Which family of standards an index is asked under. */
export const AIR_STANDARDS = ['cn', 'us-epa'] as const;
export type AirStandard = (typeof AIR_STANDARDS)[number];

/** What an index stands for: one civil hour, or one civil day of the city. */
export const AIR_PERIODS = ['hour', 'day'] as const;
export type AirPeriod = (typeof AIR_PERIODS)[number];

/** Pollutants that an index is made of, in the order in which they are told. */
export const AIR_PROPERTIES = [
  'air.pm2_5',
  'air.pm10',
  'air.so2',
  'air.no2',
  'air.co',
  'air.o3',
] as const satisfies readonly Property[];

/** Where the air is judged: at one device, or in a zone and everything inside it. */
export interface AirPlace {
  readonly kind: 'device' | 'zone';
  readonly id: string;
}

/** A place whose air can be judged, and what is measured there. */
export interface MeasuredAirPlace extends AirPlace {
  readonly properties: readonly Property[];
}

/** What is asked. Without `from` and `until`: the newest 24 hours or 7 days. */
export interface AirQualityQuery {
  readonly place: AirPlace;
  readonly standard: AirStandard;
  readonly period: AirPeriod;
  /** Version of an edition that is to judge whatever the date; absent: the edition in force on each date. */
  readonly edition?: string;
  /** Milliseconds since 1970 UTC; every hour or day that [from, until) touches is answered. */
  readonly from?: number;
  readonly until?: number;
}

/** The indices in order of time, or which part of the question cannot be answered and why. */
export type AirQualityAnswer =
  | { readonly items: readonly AirQualityIndex[] }
  | { readonly refused: { readonly field: string; readonly detail: string } };

/** How the concentration of a part was averaged. */
export type AirAveraging = '1-h' | '8-h' | '24-h' | 'nowcast';

/** Index of one pollutant. */
export interface AirQualityPart {
  readonly property: Property;
  readonly averaging: AirAveraging;
  /** In `unit` (UCUM), as the standard wants it before it interpolates. */
  readonly concentration: number;
  readonly unit: string;
  readonly index: number;
  /** True: the break points or the averaging still have to be checked against the text of the standard. */
  readonly toCheck: boolean;
}

/** Why a pollutant has no index in a period. `no-edition`: no edition that we know was in force then. */
export const AIR_GAP_REASONS = ['too-few-values', 'not-measured', 'no-table', 'no-edition'] as const;

export interface AirQualityGap {
  readonly property: Property;
  readonly reason: (typeof AIR_GAP_REASONS)[number];
}

/** The air of one place in one period under one edition of one standard; everything that a person needs to check it. */
export interface AirQualityIndex {
  readonly place: AirPlace;
  readonly period: AirPeriod;
  /** Half-open [from, until), milliseconds since 1970 UTC: a civil hour or day of the city. */
  readonly from: number;
  readonly until: number;
  /** `null` when no pollutant has an index. */
  readonly index: number | null;
  readonly category: {
    /** 1 is the best. */
    readonly level: number;
    readonly title: BothTexts;
    /** The standard's own colour, `#rrggbb`. */
    readonly colour: string;
  } | null;
  /** Pollutants that decide the index; empty where the standard names none (index at most 50 in China). */
  readonly primary: readonly Property[];
  readonly parts: readonly AirQualityPart[];
  readonly gaps: readonly AirQualityGap[];
  /** `null`: no edition that we know was in force then; every gap says `no-edition`. */
  readonly standard: {
    readonly id: string;
    readonly version: string;
    readonly title: BothTexts;
    readonly status: StandardStatus;
    readonly effectiveFrom: string | null;
    readonly effectiveUntil: string | null;
  } | null;
}
