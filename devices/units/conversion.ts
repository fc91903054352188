import { ucum } from '@atomic-ehr/ucum';
import { PROPERTIES, type Property } from '../../model/property.ts';
import { ucumCodeOf } from './aliases.ts';
import { microgramsPerCubicMetreOfPpb } from './gas.ts';

/** How one unit becomes a property's canonical unit: `value * factor + offset`. */
export type Conversion =
  | { readonly ok: true; readonly factor: number; readonly offset: number }
  | { readonly ok: false; readonly reason: 'unknown-unit' | 'wrong-dimension'; readonly detail: string };

/** Spellings remembered per property; devices choose them, so the memory is bounded. */
const MAX_REMEMBERED = 500;
const remembered = new Map<Property, Map<string, Conversion>>();

/** Finds the conversion from a unit as a device wrote it. Asked once per spelling: the hot path is a multiply and an add. */
export function conversionTo(property: Property, written: string): Conversion {
  let known = remembered.get(property);
  if (known === undefined) {
    known = new Map();
    remembered.set(property, known);
  }
  const before = known.get(written);
  if (before !== undefined) return before;
  if (known.size >= MAX_REMEMBERED) known.clear();
  const conversion = work(property, written);
  known.set(written, conversion);
  return conversion;
}

/** Devices choose the text, and the library throws on some of it (`Cel/0`, a NUL): whatever it cannot handle is no unit. */
function work(property: Property, written: string): Conversion {
  const canonical: string = PROPERTIES[property].unit;
  const unit = ucumCodeOf(written);
  if (unit === canonical) return { ok: true, factor: 1, offset: 0 };
  const unknown = {
    ok: false,
    reason: 'unknown-unit',
    detail: `"${written}" is no known unit; ${property} is in ${canonical}`,
  } as const;
  try {
    if (unit === '' || !ucum.validate(unit).valid) return unknown;
    const line = ofGas(property, unit, canonical) ?? straightLine(unit, canonical);
    if (line === null) {
      const detail = `"${written}" does not measure ${property} (in ${canonical})`;
      return { ok: false, reason: 'wrong-dimension', detail };
    }
    if (!Number.isFinite(line.factor) || !Number.isFinite(line.offset) || line.factor === 0) return unknown;
    return { ok: true, factor: tidy(line.factor), offset: tidy(line.offset) };
  } catch {
    return unknown;
  }
}

interface Line {
  readonly factor: number;
  readonly offset: number;
}

/** All that passes is a straight line: temperatures have an offset, the rest has none. */
function straightLine(unit: string, canonical: string): Line | null {
  if (!ucum.isConvertible(unit, canonical) || !isSameQuantity(unit, canonical)) return null;
  const offset = ucum.convert(0, unit, canonical);
  return { factor: (ucum.convert(100, unit, canonical) - offset) / 100, offset };
}

/** Mixing ratios (ppb, ppm) of the gases of `air.*`. */
function ofGas(property: Property, unit: string, canonical: string): Line | null {
  const perPpb = microgramsPerCubicMetreOfPpb(property);
  if (perPpb === null || !ucum.isConvertible(unit, '[ppb]') || quantityOf(unit) !== 'ratio') return null;
  const factor = ucum.convert(1, unit, '[ppb]') * perPpb * ucum.convert(1, 'ug/m3', canonical);
  return { factor, offset: 0 };
}

/** UCUM sees one dimension in counts, angles and ratios, and levels (dB) follow no straight line: these must not mix. */
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

/** The library multiplies prefixes as doubles (1000.0000000000001): 15 digits give back what was meant. */
const tidy = (value: number): number => Number(value.toPrecision(15));
