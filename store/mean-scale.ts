import { meanKindOf } from '../model/mean-kind-of.ts';
import type { Property } from '../model/property.ts';
import type { MeanKind } from '../model/property-kind.ts';
import { meanDirection } from './mean-direction.ts';

/** What is averaged of a value: of a direction sine and cosine, of a level in dB its energy and 0, else it and 0. */
export type Vector = readonly [number, number];

/** The scale on which the values of a property are averaged. */
export interface MeanScale {
  readonly kind: MeanKind;
  toVector(value: number): Vector;
  /** The value of a mean vector; null: it has none, as where directions cancel out. */
  toValue(mean: Vector): number | null;
}

const SCALES: Readonly<Record<MeanKind, MeanScale>> = {
  arithmetic: { kind: 'arithmetic', toVector: (value) => [value, 0], toValue: ([value]) => value },
  circular: {
    kind: 'circular',
    toVector(degrees) {
      const radians = (degrees * Math.PI) / 180;
      return [Math.sin(radians), Math.cos(radians)];
    },
    toValue: ([sine, cosine]) => meanDirection(sine, cosine),
  },
  energetic: {
    kind: 'energetic',
    toVector: (decibels) => [Math.exp((decibels * Math.LN10) / 10), 0],
    toValue([energy]) {
      const decibels = 10 * Math.log10(energy);
      // Engines compute powers to different last digits: rounded to a millionth of a dB.
      return Number.isFinite(decibels) ? Number(decibels.toFixed(6)) : null;
    },
  },
};

/** The scale of a property; of several properties together, their numbers. */
export const meanScaleOf = (property: Property | undefined): MeanScale =>
  SCALES[property === undefined ? 'arithmetic' : meanKindOf(property)];
