import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Property } from '../../model/property.ts';
import { conversionTo } from './conversion.ts';
import { convertValue } from './convert-value.ts';

function inUnit(value: number, unit: string, property: Property) {
  const conversion = conversionTo(property, unit);
  return conversion.ok ? { ok: true as const, value: convertValue(value, conversion) } : conversion;
}

describe('units', () => {
  it.each<[number, string, Property, number]>([
    [12, 'cm', 'drain.level', 0.12],
    [1, 'mg/m3', 'air.pm2_5', 1000],
    [35, 'µg/m³', 'air.pm2_5', 35],
    [35, 'μg/m3', 'air.pm2_5', 35],
    [1200, 'ug/m3', 'air.co', 1.2],
    [300, 'K', 'weather.temperature', 26.85],
    [50, '°F', 'weather.temperature', 10],
    [21.5, 'C', 'weather.temperature', 21.5],
    [0.45, '1', 'weather.humidity', 45],
    [45, '%RH', 'weather.humidity', 45],
    [101_325, 'Pa', 'weather.pressure', 1013.25],
    [10, 'm/s', 'traffic.speed', 36],
    [2, 'veh/min', 'traffic.volume', 120],
    [61.5, 'dB(A)', 'noise.laeq', 61.5],
    [2.5, '%', 'gas.ch4', 25_000],
    [1, '[in_i]', 'rain.depth', 25.4],
    [0.5, 'circ', 'weather.wind_direction', 180],
    [7, '1', 'parking.occupied', 7],
  ])('%d %s of %s is %d', (value, unit, property, expected) => {
    expect(inUnit(value, unit, property)).toEqual({ ok: true, value: expected });
  });

  // Values at 25 Cel and 101.325 kPa, computed by hand: molar mass divided by 24.465 L/mol.
  it.each<[Property, number]>([
    ['air.o3', 1.962],
    ['air.no2', 1.88],
    ['air.so2', 2.619],
    ['air.co', 0.001145],
  ])('one ppb of %s is %d', (property, expected) => {
    const result = inUnit(1, 'ppb', property);
    expect(result.ok && Number(result.value.toPrecision(4))).toBe(expected);
  });

  it.each<[string, Property, string]>([
    ['furlongs', 'drain.level', 'unknown-unit'],
    ['s', 'drain.level', 'wrong-dimension'],
    ['ppb', 'air.pm2_5', 'wrong-dimension'],
    ['%', 'parking.occupied', 'wrong-dimension'],
    ['deg', 'weather.humidity', 'wrong-dimension'],
    ['%', 'weather.wind_direction', 'wrong-dimension'],
    ['Pa', 'noise.laeq', 'wrong-dimension'],
    ['mm/h', 'rain.depth', 'wrong-dimension'],
  ])('%s is refused for %s as %s', (unit, property, reason) => {
    expect(inUnit(1, unit, property)).toMatchObject({ ok: false, reason });
  });

  it('a value in the canonical unit is unchanged to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(inUnit(value, 'm', 'drain.level')).toEqual({ ok: true, value });
      }),
    );
  });

  it('one level in centimetres and in metres gives equal values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (tenthsOfMillimetres) => {
        const metres = inUnit(Number((tenthsOfMillimetres / 10_000).toFixed(4)), 'm', 'drain.level');
        expect(inUnit(Number((tenthsOfMillimetres / 100).toFixed(2)), 'cm', 'drain.level')).toEqual(metres);
      }),
    );
  });

  it('any text as a unit gives a finite value or a reason, never an exception', () => {
    const piece = fc.constantFrom(
      ...[
        '[',
        'ppm',
        ']',
        '%',
        '/',
        '.',
        'm',
        '(',
        ')',
        'dB',
        'Cel',
        'K',
        '10',
        '*',
        '-',
        '{',
        '}',
        'g',
        '[SPL]',
        'pH',
        '0',
        's',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 64 }),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    );
    const target = fc.constantFrom<Property>('drain.level', 'air.so2', 'weather.temperature', 'gas.ch4', 'noise.laeq');
    fc.assert(
      fc.property(text, target, (unit, property) => {
        const result = inUnit(1, unit, property);
        expect(!result.ok || Number.isFinite(result.value)).toBe(true);
      }),
      {
        numRuns: 1000,
        examples: [
          ['Cel/0', 'weather.temperature'],
          ['\0', 'drain.level'],
        ],
      },
    );
  });
});
