import type { AirQualityIndex, MeasuredAirPlace } from '../../model/air-quality.ts';
import type { Alert } from '../../model/alert.ts';
import type { Device } from '../../model/device.ts';
import type { DeviceRefusals } from '../../model/device-refusals.ts';
import type { Lag } from '../../model/lag.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Property } from '../../model/property.ts';
import type { PropertyKind } from '../../model/property-kind.ts';
import type { Reading } from '../../model/reading.ts';
import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { ScenarioFacts } from '../../model/scenario-facts.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import type { StoreCounts } from '../../model/store-books.ts';
import type { Position, ZoneKind, ZoneKindFacts } from '../../model/zone.ts';

/** A name in both languages. */
export interface BothNames {
  readonly en: string;
  readonly zh: string;
}

/** GET /api/city */
export interface CityAnswer {
  readonly name: BothNames;
  readonly timeZone: string;
  readonly clock: 'wall' | 'driven';
  readonly simulated: boolean;
  readonly cityTime: number | null;
  readonly version: string;
  readonly lag: Lag;
}

/** One feature of GET /api/zones */
export interface ZoneFeature {
  readonly type: 'Feature';
  readonly id?: string | number;
  readonly properties: {
    readonly id: string;
    readonly kind: ZoneKind;
    readonly name: BothNames;
    readonly parentId: string | null;
  };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] }
    | { readonly type: 'LineString'; readonly coordinates: readonly Position[] };
}

/** One device of GET /api/devices */
export interface ListedDevice extends Device {
  readonly silentAfterSeconds: number;
  readonly lastReceivedAt: number | null;
  readonly channels: readonly { readonly channel: string; readonly property: Property; readonly unit: string }[];
  readonly unmapped: readonly { readonly channel: string; readonly count: number; readonly lastValue: number }[];
  readonly refusals: readonly DeviceRefusals[];
}

/** One alert of GET /api/alerts and of the stream: all but its evidence. */
export type ListedAlert = Omit<Alert, 'evidence'>;

/** GET /api/readings */
export interface ReadingsAnswer {
  readonly readings: readonly Reading[];
  readonly isTruncated: boolean;
  /** Address of the next page. */
  readonly next: string | null;
}

/** What became of accepted values in the series store. */
export interface AcceptedBooks extends StoreCounts {
  readonly waiting: number;
}

/** An account; `store` is null where the store does not answer. */
export interface JoinedEntry extends LedgerEntry {
  readonly store: AcceptedBooks | null;
}

/** GET /api/ledger */
export interface LedgerAnswer {
  readonly entries: readonly JoinedEntry[];
  readonly totals: JoinedEntry;
  readonly balances: { readonly messages: number; readonly values: number };
  /** Journal records whose readings the series store never gets. */
  readonly skipped: readonly SkippedOffsets[];
  readonly asOf: { readonly offset: number; readonly cityTime: number | null };
}

/**
 * Readings of these journal records, the last included, are not in the series store; decided at a city time, in
 * milliseconds.
 */
export interface SkippedOffsets {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly decidedAt: number;
  readonly reason: string;
}

/** GET /api/properties */
export interface PropertiesAnswer {
  readonly properties: Readonly<
    Record<string, { readonly unit: string; readonly kind: PropertyKind; readonly title: BothNames }>
  >;
}

/** GET /api/air-quality */
export interface AirAnswer {
  readonly items: readonly AirQualityIndex[];
}

/** GET /api/air-quality/places */
export interface AirPlacesAnswer {
  readonly items: readonly MeasuredAirPlace[];
}

/** GET /api/standards */
export interface StandardsAnswer {
  readonly items: readonly StandardEdition[];
}

/** One scenario of GET /api/scenarios. */
export type ListedScenario = ScenarioFacts & { readonly refused: RefusedPacks | null };

/** GET /api/scenarios */
export interface ScenariosAnswer {
  readonly items: readonly ListedScenario[];
}

/** GET /api/zones */
export interface ZonesAnswer {
  readonly kinds: Readonly<Record<string, ZoneKindFacts>>;
  readonly features: readonly ZoneFeature[];
}
