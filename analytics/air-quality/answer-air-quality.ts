import type { AirPeriod, AirQualityAnswer, AirQualityQuery } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { editionInForce } from '../standards/edition-in-force.ts';
import { AIR_PACKS } from './air-packs.ts';
import { airPlaces } from './air-places.ts';
import type { Span } from './average.ts';
import { judgePeriod } from './judge-period.ts';
import { periodsOf } from './periods.ts';
import { type PlaceHours, placeHours } from './place-hours.ts';

const HOUR_MILLIS = 3_600_000;
/** Length of the default period: the newest 24 hours or 7 days, including the current one. */
const DEFAULT_MILLIS: Readonly<Record<AirPeriod, number>> = { hour: 23 * HOUR_MILLIS, day: 6 * 24 * HOUR_MILLIS };
/**
 * Hours needed outside of a period: moving averages use the day before, the US 8-hour mean of ozone the hours after.
 */
const BEFORE_MILLIS = 24 * HOUR_MILLIS;
const AFTER_MILLIS = 8 * HOUR_MILLIS;
/** Maximum number of hours or days in one answer. */
export const MAX_PERIODS = 1_000;
/** Maximum number of device-hours per pollutant in one query; DuckDB needs about half a minute for them. */
const MAX_DEVICE_HOURS = 1_000_000;

const NO_HOURS: ReadonlyMap<Property, PlaceHours> = new Map();

/** The data sources of an answer. */
export interface AirQualitySources {
  readonly registry: RegistryView;
  /** Packs that reproduce their own test vectors. */
  readonly packs: readonly StandardsPack[];
  readonly store: Pick<SeriesStore, 'deviceMeans'>;
  /** City time; null: the city has no time yet. */
  readonly now: number | null;
}

/**
 * Computes air quality indices from hourly means in the series store. An invalid query is answered with `refused`; the
 * promise rejects only when the store does not answer.
 */
export async function answerAirQuality(query: AirQualityQuery, sources: AirQualitySources): Promise<AirQualityAnswer> {
  const { registry, packs, store, now } = sources;
  const { place, standard, period, edition } = query;
  const timeZone = registry.city?.timeZone ?? 'UTC';
  const measured = airPlaces(registry);
  const at = measured.places.find(({ kind, id }) => kind === place.kind && id === place.id);
  if (at === undefined) return refused(`${place.kind}Id`, `no air is measured at ${place.kind} "${place.id}"`);
  const editions = packs.filter(({ id }) => id === AIR_PACKS[standard][period]);
  const named = editions.find(({ version }) => version === edition);
  if (edition !== undefined && named === undefined) {
    const known = editions.map(({ version }) => version).join(', ');
    return refused('edition', `${AIR_PACKS[standard][period]} has no edition "${edition}"; known: ${known || 'none'}`);
  }
  const until = query.until ?? (now === null ? undefined : now + 1);
  if (until === undefined || now === null) return { items: [], from: null, until: null };
  const from = query.from ?? until - 1 - DEFAULT_MILLIS[period];
  if (from >= until) return refused('from', `from (${from}) must lie before until (${until})`);
  if ((until - from) / HOUR_MILLIS / (period === 'day' ? 24 : 1) > MAX_PERIODS) {
    return refused('from', `more than ${MAX_PERIODS} ${period}s; ask for a shorter stretch`);
  }
  const spans = periodsOf(period, { from, until }, timeZone);
  const whole = wholeOf(spans);
  const devicesOf = (property: Property) => measured.devicesAt(`${place.kind} ${place.id}`, property);
  const devices = Math.max(...at.properties.map((property) => devicesOf(property).size));
  const hours = (whole.until - whole.from) / HOUR_MILLIS;
  if (devices * hours > MAX_DEVICE_HOURS) {
    const most = Math.floor(MAX_DEVICE_HOURS / devices);
    return refused(
      'from',
      `${hours} hours of ${devices} devices, at most ${most}; ask for a shorter stretch or less of the city`,
    );
  }
  const packAt = (moment: number) => named ?? editionInForce(editions, AIR_PACKS[standard][period], moment, timeZone);
  const packOfSpan = spans.map((span) => packAt(span.from));
  const used = [...new Set(packOfSpan)].filter((pack) => pack !== null);
  const byPack = new Map(used.map((pack) => [pack, new Map<Property, PlaceHours>()]));
  for (const property of at.properties) {
    const askedHours = { ...whole, property, devices: devicesOf(property), now };
    const ofProperty = await placeHours(store, askedHours, used);
    for (const [pack, placeHoursOf] of ofProperty) byPack.get(pack)?.set(property, placeHoursOf);
  }
  const items = spans.map((span, index) => {
    const pack = packOfSpan[index] ?? null;
    return judgePeriod({ ...span, place, period, hours: (pack && byPack.get(pack)) ?? NO_HOURS }, pack);
  });
  return { items, from, until };
}

/** The range of hours that these periods need. */
const wholeOf = (spans: readonly Span[]): Span => ({
  from: (spans[0]?.from ?? 0) - BEFORE_MILLIS,
  until: (spans.at(-1)?.until ?? 0) + AFTER_MILLIS,
});

const refused = (field: string, detail: string): AirQualityAnswer => ({ refused: { field, detail } });
