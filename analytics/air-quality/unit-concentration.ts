import { PROPERTIES, type Property } from '../../model/property.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { packValue } from '../standards/pack-value.ts';

/** Grams per mole (IUPAC atomic weights). */
const MOLAR_MASS: Partial<Record<Property, number>> = {
  'air.so2': 64.064,
  'air.no2': 46.006,
  'air.co': 28.01,
  'air.o3': 47.998,
};

/**
 * Converts a mass concentration to the unit of a standard. For mixing ratios, the molar volume at the standard's
 * reference temperature and pressure is a row of its pack. Throws for an unsupported unit.
 */
export function unitConcentration(
  property: Property,
  unit: string,
  microgramsPerCubicMetre: number,
  pack: StandardsPack,
): number {
  if (unit === 'ug/m3') return microgramsPerCubicMetre;
  if (unit === 'mg/m3') return microgramsPerCubicMetre / 1000;
  const molarMass = MOLAR_MASS[property];
  if (molarMass === undefined || !(unit in PER_BILLION)) {
    throw new Error(`no way from ug/m3 of ${property} to "${unit}"`);
  }
  const partsPerBillion = (microgramsPerCubicMetre * packValue([pack], 'molarVolume')) / molarMass;
  return partsPerBillion / (PER_BILLION[unit] ?? Number.NaN);
}

const PER_BILLION: Readonly<Record<string, number>> = { '[ppb]': 1, '[ppm]': 1000 };

/** Converts a value from the property's canonical unit to the unit of a standard. */
export const fromCanonical = (property: Property, unit: string, value: number, pack: StandardsPack): number =>
  PROPERTIES[property].unit === unit
    ? value
    : unitConcentration(property, unit, PROPERTIES[property].unit === 'mg/m3' ? value * 1000 : value, pack);
