import { ucum } from '@atomic-ehr/ucum';
import { PROPERTIES, type Property } from '../../model/property.ts';
import { readUnitText } from './aliases.ts';
import { microgramsPerCubicMetreOfPpb } from './gas.ts';

/** A linear conversion to a property's canonical unit, `value * factor + offset`, or why there is none. */
export type Conversion =
  | { readonly ok: true; readonly factor: number; readonly offset: number }
  | { readonly ok: false; readonly reason: 'unknown-unit' | 'wrong-dimension'; readonly detail: string };

/** Cached units per property; the units come from devices, so the cache must be bounded. */
const MAX_CACHED = 500;
const cache = new Map<Property, Map<string, Conversion>>();

/** Finds the conversion from a unit as sent by a device. Cached, because the lookup in UCUM is slow. */
export function conversionTo(property: Property, unitText: string): Conversion {
  let cached = cache.get(property);
  if (cached === undefined) {
    cached = new Map();
    cache.set(property, cached);
  }
  const known = cached.get(unitText);
  if (known !== undefined) return known;
  if (cached.size >= MAX_CACHED) cached.clear();
  const conversion = findConversion(property, unitText);
  cached.set(unitText, conversion);
  return conversion;
}

/** Any text may come from a device, and the UCUM library throws on some (`Cel/0`, a NUL): then the unit is unknown. */
function findConversion(property: Property, unitText: string): Conversion {
  const canonical: string = PROPERTIES[property].unit;
  const read = readUnitText(unitText);
  if ('choices' in read) {
    const detail = `"${unitText}" is ambiguous: write ${read.choices.join(' or ')}; ${property} is in ${canonical}`;
    return { ok: false, reason: 'unknown-unit', detail };
  }
  const unit = read.code;
  if (unit === canonical) return { ok: true, factor: 1, offset: 0 };
  const unknown = {
    ok: false,
    reason: 'unknown-unit',
    detail: `"${unitText}" is no known unit; ${property} is in ${canonical}`,
  } as const;
  try {
    if (unit === '' || !ucum.validate(unit).valid) return unknown;
    const line = ofGas(property, unit, canonical) ?? linearConversion(unit, canonical);
    if (line === null) {
      const hint = canonical === 'Cel' && quantityOf(unit) === 'angle' ? ': write °C, °F or K' : '';
      const detail = `"${unitText}" does not measure ${property} (in ${canonical})${hint}`;
      return { ok: false, reason: 'wrong-dimension', detail };
    }
    if (!Number.isFinite(line.factor) || !Number.isFinite(line.offset) || line.factor === 0) return unknown;
    return { ok: true, factor: round(line.factor), offset: round(line.offset) };
  } catch {
    return unknown;
  }
}

interface Linear {
  readonly factor: number;
  readonly offset: number;
}

/** All conversions that remain are linear: temperatures have an offset, others have none. */
function linearConversion(unit: string, canonical: string): Linear | null {
  if (!ucum.isConvertible(unit, canonical) || !isSameQuantity(unit, canonical)) return null;
  const offset = ucum.convert(0, unit, canonical);
  return { factor: (ucum.convert(100, unit, canonical) - offset) / 100, offset };
}

/** Mixing ratios (ppb, ppm) of the gases of `air.*`. */
function ofGas(property: Property, unit: string, canonical: string): Linear | null {
  const perPpb = microgramsPerCubicMetreOfPpb(property);
  if (perPpb === null || !ucum.isConvertible(unit, '[ppb]') || quantityOf(unit) !== 'ratio') return null;
  const factor = ucum.convert(1, unit, '[ppb]') * perPpb * ucum.convert(1, 'ug/m3', canonical);
  return { factor, offset: 0 };
}

/**
 * Counts, angles and ratios are all dimensionless in UCUM but must not be converted into each other; levels (dB) are
 * not linear.
 */
function isSameQuantity(unit: string, canonical: string): boolean {
  if (canonical.includes('[SPL]')) return false;
  const target = quantityOf(canonical);
  return quantityOf(unit) === target || (unit === '1' && target === 'count');
}

const ANGLES: ReadonlySet<string> = new Set(['deg', 'rad', 'mrad', 'gon', 'circ', "'", "''"]);
const RATIOS: ReadonlySet<string> = new Set(['%', '1', '10*-2', '10*-3', '[ppth]', '[ppm]', '[ppb]', '[pptr]']);

function quantityOf(unit: string): 'count' | 'angle' | 'ratio' | 'dimensional' {
  if (/^\{[^{}]*\}$/.test(unit)) return 'count';
  if (ANGLES.has(unit)) return 'angle';
  return RATIOS.has(unit) ? 'ratio' : 'dimensional';
}

/** Rounds to 15 digits: the library multiplies prefixes as doubles, which gives 1000.0000000000001 for 1000. */
const round = (value: number): number => Number(value.toPrecision(15));
