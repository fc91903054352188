import type { CitynerveValue } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { SiteTruth } from '../../model/ground-truth.ts';
import type { Truth } from '../world/world.ts';

/** Values of one message by channel. */
export type Values = Readonly<Record<string, CitynerveValue>>;

/** The part of a device that measures: with noise and rounding, without faults. */
export interface Instrument {
  /** Called in every step of the world, e.g. to collect rain. */
  feel?(site: SiteTruth, seconds: number): void;
  read(site: SiteTruth, truth: Truth): Values;
}

/** Rounds as an instrument's display does. */
export function toDigits(value: number, digits: number): number {
  const rounded = Number(value.toFixed(digits));
  // A display shows no negative zero.
  return rounded === 0 ? 0 : rounded;
}
