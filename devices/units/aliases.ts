/**
 * Common spellings of units that are not UCUM, or mean something else in UCUM (`C` is the coulomb), with their code.
 */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['C', 'Cel'],
  ['°C', 'Cel'],
  ['℃', 'Cel'],
  ['degC', 'Cel'],
  ['celsius', 'Cel'],
  ['F', '[degF]'],
  ['°F', '[degF]'],
  ['℉', '[degF]'],
  ['degF', '[degF]'],
  ['kelvin', 'K'],
  ['%RH', '%'],
  ['%rh', '%'],
  ['RH%', '%'],
  ['percent', '%'],
  ['％', '%'],
  ['dB(A)', 'dB[SPL]'],
  ['dBA', 'dB[SPL]'],
  ['dB[A]', 'dB[SPL]'],
  ['dB', 'dB[SPL]'],
  ['ppm', '[ppm]'],
  ['ppb', '[ppb]'],
  ['ppt', '[pptr]'],
  ['%vol', '%'],
  ['veh/h', '{vehicles}/h'],
  ['vehicles/h', '{vehicles}/h'],
  ['veh/min', '{vehicles}/min'],
  ['vehicles/min', '{vehicles}/min'],
  ['vehicles/hour', '{vehicles}/h'],
  ['spaces', '{spaces}'],
  ['kmh', 'km/h'],
  ['kph', 'km/h'],
  ['km/hr', 'km/h'],
  ['mps', 'm/s'],
  ['mph', '[mi_i]/h'],
  ['kn', '[kn_i]'],
  ['kt', '[kn_i]'],
  ['°', 'deg'],
  ['degrees', 'deg'],
  ['in', '[in_i]'],
  ['inch', '[in_i]'],
  ['ft', '[ft_i]'],
  ['mmHg', 'mm[Hg]'],
  ['inHg', "[in_i'Hg]"],
  ['mb', 'mbar'],
  ['NTU', '{NTU}'],
  ['[NTU]', '{NTU}'],
  ['kWh', 'kW.h'],
]);

/** The UCUM code of a unit as a device sent it; one without an alias is returned trimmed and in ASCII. */
export function ucumCodeOf(unitText: string): string {
  const exact = ALIASES.get(unitText);
  if (exact !== undefined) return exact;
  const ascii = unitText
    .trim()
    .replace(/[\u00b5\u03bc]/g, 'u')
    .replaceAll('³', '3')
    .replaceAll('²', '2')
    .replaceAll('·', '.');
  return ALIASES.get(ascii) ?? ascii;
}
