import type { Property } from '../../model/property.ts';
import { conversionTo } from './conversion.ts';

/** A value in its property's canonical unit, or why it cannot be. */
export type CanonicalValue =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly reason: 'unknown-unit' | 'wrong-dimension'; readonly detail: string };

/** Converts a value in the unit that the message named, else in the assumed one. Converted values keep 12 significant digits. */
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

/** The conversion itself. A value already canonical stays as the device wrote it. */
export function convertValue(value: number, { factor, offset }: { factor: number; offset: number }): number {
  if (factor === 1 && offset === 0) return value;
  // Twelve digits hide the last bits of the arithmetic, so that 100 cm and 1 m are one value.
  return Number((value * factor + offset).toPrecision(12)) + 0;
}
