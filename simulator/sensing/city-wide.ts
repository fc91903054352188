import type { Device } from '../../model/device.ts';
import type { Random } from '../random.ts';
import { type Instrument, toDigits, type Values } from './instrument.ts';
import { rainBucket } from './water.ts';

/** The channels of a weather station. */
export function weatherStation(_device: Device, random: Random): Instrument {
  const bucket = rainBucket(random);
  return {
    feel: (site, seconds) => bucket.feel(site.rainMmPerHour, seconds),
    read: ({ wind }, { weather }) => ({
      temperature: toDigits(weather.temperatureCelsius + 0.1 * random.normal(), 2),
      humidity: toDigits(Math.min(100, Math.max(0, weather.humidityPercent + 0.5 * random.normal())), 1),
      pressure: toDigits(weather.pressureHectopascals + 0.05 * random.normal(), 1),
      wind_speed: toDigits(Math.max(0, wind.metresPerSecond + 0.25 * random.normal()), 1),
      wind_direction: toDigits((wind.fromDegrees + 4 * random.normal() + 360) % 360, 0) % 360,
      rain: bucket.empty(),
    }),
  };
}

/** Load and oil temperature of the transformer that it is mounted on; nothing where the world has none. */
export function transformerMonitor(device: Device, random: Random): Instrument {
  return {
    read(_site, { transformers }): Values {
      const truth = transformers.get(device.id);
      if (!truth) return {};
      return {
        load: toDigits(Math.max(0, truth.loadPercent * (1 + 0.01 * random.normal())), 1),
        top_oil: toDigits(truth.topOilCelsius + 0.2 * random.normal(), 1),
      };
    },
  };
}
