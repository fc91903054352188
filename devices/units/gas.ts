import type { Property } from '../../model/property.ts';

/** Molar mass, in grams per mole, of gases that are reported either as a mixing ratio or as a concentration. */
const MOLAR_MASS: ReadonlyMap<Property, number> = new Map([
  ['air.so2', 64.064],
  ['air.no2', 46.006],
  ['air.co', 28.01],
  ['air.o3', 47.998],
]);

/**
 * Molar volume in litres per mole at 25 Cel and 101.325 kPa (R T / p), the reference state for gases in GB 3095-2012
 * since its 2018 amendment. UCUM does not convert ppb to ug/m3, because that depends on the gas and on these
 * conditions.
 */
const LITRES_PER_MOLE = (8.314462618 * 298.15) / 101.325;

/**
 * Concentration in ug/m3 of one ppb of the gas at 25 Cel and 101.325 kPa; null: the property is not one of the gases.
 */
export function microgramsPerCubicMetreOfPpb(property: Property): number | null {
  const grams = MOLAR_MASS.get(property);
  return grams === undefined ? null : grams / LITRES_PER_MOLE;
}
