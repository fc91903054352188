import { computed, signal } from '@preact/signals';
import type { Lag } from '../../model/lag.ts';
import { formatTime, type TimeStyle } from '../format/time.ts';
import type { CityAnswer } from './api-types.ts';
import { getJson } from './request.ts';

/** The city as a whole; null until it is loaded. */
export const city = signal<CityAnswer | null>(null);

/** Newest city time that the page knows, in milliseconds since 1970. It never runs ahead by itself. */
export const cityTime = computed(() => city.value?.cityTime ?? null);

/** City time in whole minutes: for what need not be drawn every second. */
export const cityMinute = computed(() =>
  cityTime.value === null ? null : Math.floor(cityTime.value / 60_000) * 60_000,
);

/** Zone for civil times; UTC until the city is known. */
export const timeZone = computed(() => city.value?.timeZone ?? 'UTC');

/** An instant as the city's clocks show it. */
export const cityClock = (at: number, style: TimeStyle): string => formatTime(at, timeZone.value, style);

/** Loads the city. */
export async function loadCity(): Promise<void> {
  city.value = await getJson<CityAnswer>('/api/city');
}

/** Takes the stream's word on time and lag. */
export function takeCity(news: { readonly cityTime: number | null; readonly lag: Lag }): void {
  if (city.value !== null) city.value = { ...city.value, cityTime: news.cityTime, lag: news.lag };
}
