import type { Property } from '../../model/property.ts';

/** Grams per mole of the gases that are reported as a mixing ratio or as a concentration. */
const MOLAR_MASS: ReadonlyMap<Property, number> = new Map([
  ['air.so2', 64.064],
  ['air.no2', 46.006],
  ['air.co', 28.01],
  ['air.o3', 47.998],
]);

/**
 * Litres per mole at 25 Cel and 101.325 kPa (R T / p), the reference state of gases in GB 3095-2012 since its 2018 amendment.
 * UCUM rightly refuses to turn ppb into ug/m3: it depends on the gas and on these conditions.
 */
const LITRES_PER_MOLE = (8.314462618 * 298.15) / 101.325;

/** ug/m3 of one ppb of the gas at 25 Cel and 101.325 kPa; null for what is no gas of `air.*`. */
export function microgramsPerCubicMetreOfPpb(property: Property): number | null {
  const grams = MOLAR_MASS.get(property);
  return grams === undefined ? null : grams / LITRES_PER_MOLE;
}
