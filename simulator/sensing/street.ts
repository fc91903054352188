import type { Device } from '../../model/device.ts';
import type { SiteTruth } from '../../model/ground-truth.ts';
import type { Random } from '../random.ts';
import { type Air, breathe, listen, parkedShare, smellPpm } from '../world/surroundings.ts';
import type { Truth } from '../world/world.ts';
import { type Instrument, toDigits } from './instrument.ts';
import { rainBucket } from './water.ts';

/** Mean speed and volume of the last minute. */
export function trafficCounter(_device: Device, random: Random): Instrument {
  return {
    read({ traffic }) {
      const speed = Math.max(1, traffic.speedKmh * (1 + 0.04 * random.normal()));
      const volume = Math.max(0, traffic.volumePerHour * (1 + 0.06 * random.normal()));
      return { speed: toDigits(speed, 1), volume: toDigits(volume, 0) };
    },
  };
}

/** Pollutants, temperature and humidity. */
export function airQualityStation(device: Device, random: Random): Instrument {
  const bucket = rainBucket(random);
  const noisy = (value: number) => toDigits(Math.max(0, value * (1 + 0.03 * random.normal())), 1);
  return {
    feel: (site, seconds) => bucket.feel(site.rainMmPerHour, seconds),
    read(site, truth) {
      const { weather } = truth;
      const air = airAt(site, truth, device.id);
      return {
        pm2_5: noisy(air.pm25),
        pm10: noisy(air.pm10),
        so2: noisy(air.so2),
        no2: noisy(air.no2),
        co: toDigits(Math.max(0, air.co * (1 + 0.03 * random.normal())), 3),
        o3: noisy(air.o3),
        temperature: toDigits(weather.temperatureCelsius + 0.1 * random.normal(), 1),
        pressure: toDigits(weather.pressureHectopascals + 0.1 * random.normal(), 1),
        // Approximation of the dew point: one degree below the air for every five percent below saturation.
        dew_point: toDigits(weather.temperatureCelsius - (100 - weather.humidityPercent) / 5, 1),
        rain: bucket.empty(),
        wind_speed: toDigits(Math.max(0, site.wind.metresPerSecond + 0.2 * random.normal()), 1),
      };
    },
  };
}

/** Particles and wind at the edge of a building site. */
export function dustMonitor(device: Device, random: Random): Instrument {
  const noisy = (value: number) => toDigits(Math.max(0, value * (1 + 0.06 * random.normal())), 1);
  return {
    read(site, truth) {
      const air = airAt(site, truth, device.id);
      return {
        pm2_5: noisy(air.pm25),
        pm10: noisy(air.pm10),
        wind_speed: toDigits(Math.max(0, site.wind.metresPerSecond + 0.3 * random.normal()), 1),
        wind_direction: toDigits((site.wind.fromDegrees + 6 * random.normal() + 360) % 360, 0) % 360,
      };
    },
  };
}

/** Mineral dust is coarse: about a fifth of the PM10 of building sites is PM2.5 (AP-42, 13.2.4: 0.15 and more). */
const FINE_SHARE_OF_SITE_DUST = 0.2;

/** The air that an instrument breathes: traffic and weather, haze over the city, and dust of sites upwind. */
function airAt(site: SiteTruth, { hourOfDay, dustAt }: Truth, deviceId: string): Air {
  const air = breathe({
    hourOfDay,
    volumePerHour: site.traffic.volumePerHour,
    windMetresPerSecond: site.wind.metresPerSecond,
    rainMmPerHour: site.rainMmPerHour,
  });
  const dust = dustAt(deviceId).nowUgPerM3;
  return {
    ...air,
    pm25: air.pm25 + site.haze.pm25 + FINE_SHARE_OF_SITE_DUST * dust,
    pm10: air.pm10 + site.haze.pm10 + dust,
  };
}

/** Equivalent level of the last minute. */
export function noiseMeter(_device: Device, random: Random): Instrument {
  return {
    read: (site) => ({
      laeq: toDigits(listen(site.traffic.volumePerHour, site.rainMmPerHour) + random.normal(), 1),
    }),
  };
}

/** Methane, without a unit: the device model's holds. */
export function gasDetector(_device: Device, random: Random): Instrument {
  return {
    read: (_site, { weather }) => ({
      ch4: toDigits(Math.max(0, smellPpm(weather.windMetresPerSecond) + 0.6 * random.normal()), 1),
    }),
  };
}

/** Occupied spaces, and their share of the capacity. */
export function parking(device: Device, random: Random): Instrument {
  const capacity = device.attributes['capacity'] ?? 200;
  const liking = random.between(0.85, 1.05);
  return {
    read(_site, { hourOfDay }) {
      const share = liking * parkedShare(hourOfDay) + 0.01 * random.normal();
      const occupied = Math.round(capacity * Math.min(1, Math.max(0, share)));
      return { occupied, occupancy: toDigits((100 * occupied) / capacity, 1) };
    },
  };
}
