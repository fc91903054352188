import { UN_CEFACT_CODES } from './un-cefact-codes.ts';

/**
 * Common spellings in which upper and lower case matter, because the same letters in another case, or in UCUM, are
 * another unit (`C` is the coulomb, `ft` the femtotonne), with their UCUM code.
 */
const EXACT: ReadonlyMap<string, string> = new Map([
  ['C', 'Cel'],
  ['F', '[degF]'],
  ['ft', '[ft_i]'],
  ['in', '[in_i]'],
  ['kn', '[kn_i]'],
  ['kt', '[kn_i]'],
  ['mb', 'mbar'],
  ['NTU', '{NTU}'],
  ['[NTU]', '{NTU}'],
  ['kWh', 'kW.h'],
]);

/** Codes and the words for them in any case, without spaces. */
const IN_ANY_CASE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Cel: '°c degc degreec degreesc degcelsius degreecelsius degreescelsius °celsius celsius centigrade cel',
    '[degF]': '°f degf degreef degreesf degreefahrenheit degreesfahrenheit °fahrenheit fahrenheit',
    K: 'kelvin',
    '%': '% percent pct %rh rh% rh %vol vol% vol.%',
    'dB[SPL]': 'db(a) dba db[a] db decibel decibels',
    '[ppm]': 'ppm ppmv',
    '[ppb]': 'ppb ppbv',
    '[pptr]': 'ppt',
    'ug/m3': 'ug/m3 mcg/m3 ug/cbm',
    '{vehicles}/h': 'veh/h veh/hr vehicles/h vehicles/hour',
    '{vehicles}/min': 'veh/min vehicles/min vehicles/minute',
    '{spaces}': 'spaces',
    'km/h': 'km/h kmh kph kmph km/hr km/hour',
    'm/s': 'm/s mps m/sec m/second meter/second meters/second metre/second metres/second',
    '[mi_i]/h': 'mph mi/h miles/h miles/hour',
    '[kn_i]': 'knot knots kts kn kt',
    deg: '° deg degree degrees',
    m: 'meter meters metre metres',
    cm: 'cm centimeter centimeters centimetre centimetres',
    mm: 'millimeter millimeters millimetre millimetres',
    km: 'km kilometer kilometers kilometre kilometres',
    '[in_i]': 'in inch inches',
    '[ft_i]': 'ft foot feet',
    Pa: 'pa pascal pascals',
    hPa: 'hpa hectopascal hectopascals',
    kPa: 'kpa kilopascal kilopascals',
    mbar: 'mbar millibar millibars',
    bar: 'bar',
    'mm[Hg]': 'mmhg torr',
    "[in_i'Hg]": 'inhg',
    '[psi]': 'psi lbf/in2',
  }).flatMap(([code, words]) => words.split(' ').map((word) => [word, code])),
);

/** Spellings that are taken for one unit and mean another; with the units of which one is meant. */
const AMBIGUOUS: ReadonlyMap<string, readonly string[]> = new Map([
  ['M', ['m', '[mi_i]']],
  ['MM', ['mm']],
  ['Mm', ['mm']],
  ['MB', ['mbar']],
  ['Mb', ['mbar']],
  ['Mbar', ['mbar']],
  ['mpa', ['mPa', 'MPa']],
  ['MPA', ['mPa', 'MPa']],
  ['Mpa', ['mPa', 'MPa']],
  ['MG/M3', ['mg/m3']],
  ['Mg/m3', ['mg/m3']],
]);

/** A space before a factor with an exponent: `ug m-3`, as the CF conventions write products. */
const SPACE_OF_A_PRODUCT = /(?<=[\w\]}]) +(?=[a-z]+-?\d)/gi;

/** A unit's UCUM code, or the codes of those that an ambiguous text may mean. */
export type UnitText = { readonly code: string } | { readonly choices: readonly string[] };

/** Reads a unit as a device sent it; one that is not known as a spelling is taken for a UCUM code, in ASCII. */
export function readUnitText(unitText: string): UnitText {
  const text = inAscii(unitText);
  const choices = AMBIGUOUS.get(text);
  if (choices !== undefined) return { choices };
  const known = EXACT.get(text) ?? UN_CEFACT_CODES.get(text) ?? IN_ANY_CASE.get(text.replaceAll(' ', '').toLowerCase());
  return { code: known ?? text.replace(SPACE_OF_A_PRODUCT, '.') };
}

/** The UCUM code of a unit; an ambiguous one is returned as it stands. */
export function ucumCodeOf(unitText: string): string {
  const read = readUnitText(unitText);
  return 'code' in read ? read.code : unitText;
}

/**
 * Signs as ASCII where UCUM has one, the degree sign as U+00B0: also the ordinal indicator and the ring that look like
 * it, and UTF-8 that was read as Latin-1 (`Â°C`).
 */
const inAscii = (text: string): string =>
  text
    .trim()
    .replace(/Â(?=[°ºµ·²³])/g, '')
    .replaceAll('Î¼', 'u')
    .replace(/[º˚]/g, '°')
    .normalize('NFKC')
    .replaceAll('μ', 'u')
    .replace(/[·⋅∙]/g, '.')
    .replaceAll('−', '-')
    .replace(/(?:\^|\*\*)(?=-?\d)/g, '');
