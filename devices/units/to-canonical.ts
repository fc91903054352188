import type { Property } from '../../model/property.ts';
import { conversionTo } from './conversion.ts';

/** A value in its property's canonical unit, or why it cannot be converted. */
export type CanonicalValue =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: 'unknown-unit' | 'wrong-dimension'; readonly detail: string };

/** Converts a value from the unit in the message (null or empty: `assumedUnit`) to the property's canonical unit. */
export function toCanonical(
  value: number,
  unit: string | null,
  property: Property,
  assumedUnit: string,
): CanonicalValue {
  const conversion = conversionTo(property, unit === null || unit === '' ? assumedUnit : unit);
  if (!conversion.ok) return conversion;
  return { ok: true, value: convertValue(value, conversion) };
}

/** Applies a conversion, rounded to 12 significant digits; a value in the canonical unit is returned unchanged. */
export function convertValue(value: number, { factor, offset }: { factor: number; offset: number }): number {
  if (factor === 1 && offset === 0) return value;
  // Without rounding errors in the last bits 100 cm and 1 m are equal.
  return Number((value * factor + offset).toPrecision(12)) + 0;
}
