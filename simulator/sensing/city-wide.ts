import type { Device } from '../../model/device.ts';
import type { Random } from '../random.ts';
import { loadPercent, settleOil } from '../world/surroundings.ts';
import { type Instrument, toDigits } from './instrument.ts';
import { rainBucket } from './water.ts';

/** The channels of a weather station. */
export function weatherStation(_device: Device, random: Random): Instrument {
  const bucket = rainBucket(random);
  return {
    feel: (site, seconds) => bucket.feel(site.rainMmPerHour, seconds),
    read: (_site, { weather }) => ({
      temperature: toDigits(weather.temperatureCelsius + 0.1 * random.normal(), 2),
      humidity: toDigits(Math.min(100, Math.max(0, weather.humidityPercent + 0.5 * random.normal())), 1),
      pressure: toDigits(weather.pressureHectopascals + 0.05 * random.normal(), 1),
      wind_speed: toDigits(Math.max(0, weather.windMetresPerSecond + 0.25 * random.normal()), 1),
      wind_direction: toDigits((weather.windFromDegrees + 4 * random.normal() + 360) % 360, 0) % 360,
      rain: bucket.empty(),
    }),
  };
}

/** Load and oil temperature; the oil begins at the temperature of the first load. */
export function transformerMonitor(_device: Device, random: Random): Instrument {
  const burden = random.between(0.8, 1.15);
  let oilCelsius: number | null = null;
  let sinceSeconds = 0;
  return {
    feel(_site, seconds) {
      sinceSeconds += seconds;
    },
    read(_site, { weather, hourOfDay }) {
      const load = burden * loadPercent(hourOfDay, weather.temperatureCelsius);
      const seconds = oilCelsius === null ? Number.POSITIVE_INFINITY : sinceSeconds;
      const now = { loadPercent: load, temperatureCelsius: weather.temperatureCelsius, seconds };
      oilCelsius = settleOil(oilCelsius ?? 0, now);
      sinceSeconds = 0;
      return {
        load: toDigits(Math.max(0, load * (1 + 0.01 * random.normal())), 1),
        top_oil: toDigits(oilCelsius + 0.2 * random.normal(), 1),
      };
    },
  };
}
