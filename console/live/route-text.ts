import type { AirPeriod, AirPlace, AirStandard } from '../../model/air-quality.ts';
import { type ChosenRange, rangeOf, rangeText } from './chosen-range.ts';

/** Parts of the page; on a phone one at a time. */
export const TABS = ['map', 'alerts', 'device', 'air', 'ledger'] as const;
export type Tab = (typeof TABS)[number];

/** The parts that share the lower half of a wide page. */
export const LOWER_TABS = ['device', 'air', 'ledger'] as const;
export type LowerTab = (typeof LOWER_TABS)[number];

export const AIR_STANDARDS = ['cn', 'us-epa'] as const satisfies readonly AirStandard[];
export const AIR_PERIODS = ['hour', 'day'] as const satisfies readonly AirPeriod[];

/** The air quality that is shown. */
export interface AirQuestion {
  /** Null: the first place that there is. */
  readonly at: AirPlace | null;
  readonly standard: AirStandard;
  readonly period: AirPeriod;
  /** Version of an edition; null: the one in force on the date. */
  readonly edition: string | null;
}

/** One property of a zone, over all devices that measure it. */
export interface ZoneProperty {
  readonly zoneId: string;
  readonly property: string;
}

/** What the page shows. It is kept in the URL's hash, so links and the back button work. */
export interface Route {
  readonly tab: Tab;
  /** Which of the lower panels a wide page shows. */
  readonly lower: LowerTab;
  readonly alertId: string | null;
  readonly deviceId: string | null;
  readonly zoneId: string | null;
  /** In place of a single device. */
  readonly series: ZoneProperty | null;
  readonly air: AirQuestion;
  /** The time that the charts of devices show. */
  readonly range: ChosenRange;
}

/** Parses the URL's hash; what is missing or invalid has its default. */
export function readRoute(hash: string): Route {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const seriesZone = words.get('series-zone');
  const property = words.get('property');
  const tab = TABS.find((known) => known === words.get('tab')) ?? 'map';
  const lower = words.get('lower') ?? tab;
  return {
    tab,
    lower: LOWER_TABS.find((known) => known === lower) ?? 'device',
    alertId: words.get('alert'),
    deviceId: words.get('device'),
    zoneId: words.get('zone'),
    series: seriesZone !== null && property !== null ? { zoneId: seriesZone, property } : null,
    air: {
      at: airPlaceOf(words.get('air') ?? ''),
      standard: AIR_STANDARDS.find((known) => known === words.get('standard')) ?? 'cn',
      period: AIR_PERIODS.find((known) => known === words.get('period')) ?? 'hour',
      edition: words.get('edition'),
    },
    range: rangeOf(words.get('range') ?? ''),
  };
}

/** The URL's hash of a route, without `#`; empty for the default. */
export function writeRoute({ tab, lower, alertId, deviceId, zoneId, series, air, range }: Route): string {
  const said: Readonly<Record<string, string | null | undefined>> = {
    tab: tab === 'map' ? null : tab,
    lower: lower === 'device' ? null : lower,
    alert: alertId,
    device: deviceId,
    zone: zoneId,
    'series-zone': series?.zoneId,
    property: series?.property,
    air: air.at === null ? null : airPlaceText(air.at),
    standard: air.standard === 'cn' ? null : air.standard,
    period: air.period === 'hour' ? null : air.period,
    edition: air.edition,
    range: range === 'hour' ? null : rangeText(range),
  };
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(said)) if (value != null) words.set(key, value);
  return words.toString();
}

/** A place with air quality as text, e.g. `zone:cell-7`. */
export const airPlaceText = ({ kind, id }: AirPlace): string => `${kind}:${id}`;

/** Parses that text; null when it names no place. */
export function airPlaceOf(text: string): AirPlace | null {
  const [, kind, id] = /^(device|zone):(.+)$/s.exec(text) ?? [];
  return (kind === 'device' || kind === 'zone') && id !== undefined ? { kind, id } : null;
}
