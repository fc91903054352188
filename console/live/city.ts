import { computed, signal } from '@preact/signals';
import type { Lag } from '../../model/lag.ts';
import { formatTime, type TimeStyle } from '../format/time.ts';
import type { CityAnswer } from './api-types.ts';
import { getJson } from './request.ts';

/** The city as a whole; null until it is loaded. */
export const city = signal<CityAnswer | null>(null);

/** Newest city time that the page has received, milliseconds since 1970; the page never advances it by itself. */
export const cityTime = computed(() => city.value?.cityTime ?? null);

/** City time in whole minutes, for what need not be drawn every second. */
export const cityMinute = computed(() =>
  cityTime.value === null ? null : Math.floor(cityTime.value / 60_000) * 60_000,
);

/** Time zone of the city; UTC until it is loaded. */
export const timeZone = computed(() => city.value?.timeZone ?? 'UTC');

/** An instant in the city's time zone. */
export const cityClock = (at: number, style: TimeStyle): string => formatTime(at, timeZone.value, style);

/** Loads the city. */
export async function loadCity(): Promise<void> {
  city.value = await getJson<CityAnswer>('/api/city');
}

/** Takes city time and lag from the stream. */
export function takeCity(news: { readonly cityTime: number | null; readonly lag: Lag }): void {
  if (city.value !== null) city.value = { ...city.value, cityTime: news.cityTime, lag: news.lag };
}
