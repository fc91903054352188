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

  // As people and other systems write them.
  it.each<[number, string, Property, number]>([
    ...['Celsius', 'celsius', '°c', 'ºC', '˚C', 'Â°C', 'ÂºC', '℃', 'deg C', 'CEL', 'Cel'].map(
      (unit): [number, string, Property, number] => [21.5, unit, 'weather.temperature', 21.5],
    ),
    ...['hpa', 'HPA', 'HPa', 'hPa', 'A97', 'mBar', 'MBAR', 'mbar', 'mb', 'MBR', 'millibar'].map(
      (unit): [number, string, Property, number] => [1013, unit, 'weather.pressure', 1013],
    ),
    ...['µg·m⁻³', 'μg⋅m⁻³', 'µg∙m-3', 'ug·m−3', 'ug m-3', 'µg m⁻³', 'ug m^-3', 'ug/m**3', '㎍/㎥'].map(
      (unit): [number, string, Property, number] => [35, unit, 'air.pm2_5', 35],
    ),
    ...['m s-1', 'm·s⁻¹', 'm s⁻¹', 'm s**-1'].map((unit): [number, string, Property, number] => [
      5,
      unit,
      'weather.wind_speed',
      5,
    ]),
    [36, 'km h-1', 'weather.wind_speed', 10],
    [50, 'Fahrenheit', 'weather.temperature', 10],
    [50, 'FAH', 'weather.temperature', 10],
    [14.5, 'psi', 'weather.pressure', 999.739807509],
    [30, 'inHg', 'weather.pressure', 1015.91364],
    [101.3, 'KPA', 'weather.pressure', 1013],
    [10, 'knots', 'weather.wind_speed', 5.14444444444],
    [10, 'KNT', 'weather.wind_speed', 5.14444444444],
    [10, 'M/S', 'weather.wind_speed', 10],
    [10, 'MTS', 'weather.wind_speed', 10],
    [90, 'º', 'weather.wind_direction', 90],
    [90, 'Â°', 'weather.wind_direction', 90],
    [36, 'KMH', 'traffic.speed', 36],
    [36, 'Km/h', 'traffic.speed', 36],
    [2, 'meters', 'drain.level', 2],
    [2, 'Metres', 'drain.level', 2],
    [2, 'MTR', 'drain.level', 2],
    [10, 'feet', 'drain.level', 3.048],
    [10, 'FT', 'drain.level', 3.048],
    [10, 'FOT', 'drain.level', 3.048],
    [2, 'inches', 'rain.depth', 50.8],
    [2, 'MMT', 'rain.depth', 2],
    [35, 'Âµg/mÂ³', 'air.pm2_5', 35],
    [35, 'ug/m^3', 'air.pm2_5', 35],
    [35, 'GQ', 'air.pm2_5', 35],
    [45, 'P1', 'weather.humidity', 45],
  ])('%d %s of %s is %d', (value, unit, property, expected) => {
    const result = inUnit(value, unit, property);
    expect(result.ok ? result.value : result).toBeCloseTo(expected, 8);
  });

  it.each<[string, Property, string]>([
    ['MM', 'rain.depth', '"MM" is ambiguous: write mm; rain.depth is in mm'],
    ['Mpa', 'weather.pressure', '"Mpa" is ambiguous: write mPa or MPa; weather.pressure is in hPa'],
    ['Mbar', 'weather.pressure', '"Mbar" is ambiguous: write mbar; weather.pressure is in hPa'],
    ['M', 'drain.level', '"M" is ambiguous: write m or [mi_i]; drain.level is in m'],
    ['°', 'weather.temperature', '"°" does not measure weather.temperature (in Cel): write °C, °F or K'],
  ])('%s for %s is refused by name, with what to write', (unit, property, detail) => {
    expect(inUnit(1, unit, property)).toMatchObject({ ok: false, detail });
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
