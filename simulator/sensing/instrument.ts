import type { CitynerveValue } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { SiteState, Truth } from '../world/world.ts';

/** What a device says in one message, by channel. */
export type Values = Readonly<Record<string, CitynerveValue>>;

/** The part of a device that touches the world: noise and rounding included, faults not. */
export interface Instrument {
  /** Takes part in every step of the world, e.g. to gather rain. */
  feel?(site: SiteState, seconds: number): void;
  read(site: SiteState, truth: Truth): Values;
}

/** Rounds as an instrument's display does. */
export function toDigits(value: number, digits: number): number {
  const rounded = Number(value.toFixed(digits));
  // A display shows no negative zero.
  return rounded === 0 ? 0 : rounded;
}
