import type { Reading } from '../model/reading.ts';
import type { ReadingPlace } from '../model/series-store.ts';

type Place = Pick<Reading, 'deviceId' | 'channel'>;

/** Orders strings by code units: the same on every machine, unlike the order of a locale. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of `latest` and of the catalogue: device, then channel. */
export const bySeries = (a: Place, b: Place): number => byText(a.deviceId, b.deviceId) || byText(a.channel, b.channel);

/** The order of a range: time, then series. */
export const byTime = (a: ReadingPlace, b: ReadingPlace): number => a.observedAt - b.observedAt || bySeries(a, b);
