import type { AirPeriod, AirPlace, AirStandard } from '../../model/air-quality.ts';

/** Parts of the page; on a phone one at a time. */
export const TABS = ['map', 'alerts', 'device', 'air', 'ledger'] as const;
export type Tab = (typeof TABS)[number];

/** The parts that share the lower half of a wide page. */
export const LOWER_TABS = ['device', 'air', 'ledger'] as const;
export type LowerTab = (typeof LOWER_TABS)[number];

export const AIR_STANDARDS = ['cn', 'us-epa'] as const satisfies readonly AirStandard[];
export const AIR_PERIODS = ['hour', 'day'] as const satisfies readonly AirPeriod[];

/** Which air quality somebody looks at. */
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

/** Where in the page somebody is; it stands in the address, so that a link or the back button leads there again. */
export interface Place {
  readonly tab: Tab;
  /** Which of the lower panels a wide page shows. */
  readonly lower: LowerTab;
  readonly alertId: string | null;
  readonly deviceId: string | null;
  readonly zoneId: string | null;
  /** In place of a single device. */
  readonly series: ZoneProperty | null;
  readonly air: AirQuestion;
}

/** The place that an address names after its `#`; what it does not say, or says wrongly, is as on the first visit. */
export function readPlace(hash: string): Place {
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
  };
}

/** The address of a place, without `#`: empty for the first visit. */
export function writePlace({ tab, lower, alertId, deviceId, zoneId, series, air }: Place): string {
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
  };
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(said)) if (value != null) words.set(key, value);
  return words.toString();
}

/** A place with air as one word, e.g. `zone:cell-7`. */
export const airPlaceText = ({ kind, id }: AirPlace): string => `${kind}:${id}`;

/** Reads that word; null when it names no place. */
export function airPlaceOf(text: string): AirPlace | null {
  const [, kind, id] = /^(device|zone):(.+)$/s.exec(text) ?? [];
  return (kind === 'device' || kind === 'zone') && id !== undefined ? { kind, id } : null;
}
