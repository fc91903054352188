import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WeatherTruth } from '../../model/ground-truth.ts';
import { layOutZones } from '../layout/zones.ts';
import { createDustField } from './dust.ts';
import { plumeUgPerM3 } from './plume.ts';
import { surveySites } from './site.ts';

const metres = fc.integer({ min: -5000, max: 5000 });
const degrees = fc.integer({ min: 0, max: 359 });

describe('the dust of a building site', () => {
  test('is downwind of it only', () => {
    fc.assert(
      fc.property(metres, metres, degrees, (eastMetres, northMetres, fromDegrees) => {
        const dust = plumeUgPerM3(10, { metresPerSecond: 3, fromDegrees }, { eastMetres, northMetres });
        const from = (fromDegrees * Math.PI) / 180;
        const upwind = eastMetres * Math.sin(from) + northMetres * Math.cos(from);
        return upwind > -1e-6 ? dust < 1e-6 : dust >= 0;
      }),
    );
  });

  test('thins out with distance, aside, and with the wind; twice as much dust is twice as dense', () => {
    const southerly = { metresPerSecond: 3, fromDegrees: 180 };
    const at = (eastMetres: number, northMetres: number, wind = southerly, grams = 10) =>
      plumeUgPerM3(grams, wind, { eastMetres, northMetres });
    expect(at(0, 100)).toBeGreaterThan(300);
    expect(at(0, 1000)).toBeLessThan(at(0, 100) / 5);
    expect(at(0, 1000)).toBeGreaterThan(10);
    expect(at(300, 1000)).toBeLessThan(at(0, 1000) / 3);
    expect(at(0, 500, { ...southerly, metresPerSecond: 6 })).toBeCloseTo(at(0, 500) / 2, 6);
    expect(at(0, 500, southerly, 20)).toBeCloseTo(2 * at(0, 500), 6);
  });

  test('reaches the instrument downwind, which then names its site, and not the one upwind', () => {
    const [site] = surveySites(7, layOutZones(7));
    if (!site) throw new Error('a city without sites');
    const place = { east: site.east, north: site.north };
    const sources = [
      { id: 'digging', site, ...place },
      { id: 'idle', site, ...place, east: place.east + 0.1 },
    ];
    const receptor = (id: string, north: number) => ({ id, zoneId: site.zoneId, east: place.east, north });
    const field = createDustField(sources, [
      receptor('downwind', place.north + 0.1),
      receptor('upwind', place.north - 0.1),
    ]);
    const weather: WeatherTruth = {
      temperatureCelsius: 25,
      humidityPercent: 60,
      pressureHectopascals: 1010,
      windMetresPerSecond: 3,
      windFromDegrees: 180 - site.shelter.turnDegrees,
    };
    for (let step = 0; step < 180; step += 1) field.step(weather, ({ id }) => (id === 'digging' ? 12 : 0), 10);
    expect(field.at('downwind')).toMatchObject({ sourceId: 'digging' });
    expect(field.at('downwind').meanUgPerM3).toBeGreaterThan(50);
    expect(field.at('upwind')).toEqual({ nowUgPerM3: 0, meanUgPerM3: 0, sourceId: null });
  });
});
