import type { Device } from '../../model/device.ts';
import type { Random } from '../random.ts';
import { type Instrument, toDigits } from './instrument.ts';

/** One tip of the bucket. */
const TIP_MM = 0.1;

/** Collects rain between two messages; a bucket that is not full is carried over to the next. */
export function rainBucket(random: Random): { feel(rainMmPerHour: number, seconds: number): void; empty(): number } {
  // Gauges differ a little in what they catch.
  const catching = random.between(0.97, 1.03);
  let waterMm = 0;
  return {
    feel(rainMmPerHour, seconds) {
      waterMm += (catching * rainMmPerHour * seconds) / 3600;
    },
    empty() {
      const tips = Math.floor(waterMm / TIP_MM + 1e-9);
      waterMm -= tips * TIP_MM;
      return toDigits(tips * TIP_MM, 1);
    },
  };
}

/** Rain in mm since the last message. */
export function rainGauge(_device: Device, random: Random): Instrument {
  const bucket = rainBucket(random);
  return {
    feel: (site, seconds) => bucket.feel(site.rainMmPerHour, seconds),
    read: () => ({ rain: bucket.empty() }),
  };
}

/** Share of the pipe that is full on a dry day. */
const DRY_FILL = 0.1;

/** Level above the invert of the pipe; a flooded road adds to it. One provider publishes centimetres. */
export function drainLevel(device: Device, random: Random): Instrument {
  const rimLevelMetres = device.attributes['rimLevelMetres'] ?? 3;
  const isMetric = device.provider !== 'haiyu';
  return {
    read(site, truth) {
      const daily = DRY_FILL * (1 + 0.3 * Math.sin(((truth.hourOfDay - 8) / 12) * Math.PI));
      const water = rimLevelMetres * Math.max(daily, site.drainFill) + site.depthCm / 100;
      const level = Math.max(0, water + 0.006 * random.normal());
      const fill = toDigits((100 * level) / rimLevelMetres, 1);
      return isMetric
        ? { level: toDigits(level, 3), fill }
        : { level: { value: toDigits(100 * level, 1), unit: 'cm' }, fill };
    },
  };
}

/** Water above the road at the gauge, which is not quite at the deepest place. */
export function roadFloodDepth(_device: Device, random: Random): Instrument {
  const abovePointCm = random.between(0, 0.8);
  return {
    read(site) {
      const water = site.depthCm - abovePointCm;
      return { depth: water <= 0 ? 0 : toDigits(Math.max(0, water + 0.25 * random.normal()), 1) };
    },
  };
}

/** Electric power of the pumps of an underpass, kW. */
export function pumpMonitor(_device: Device, random: Random): Instrument {
  return {
    read: ({ pumpKilowatts }) => ({
      power: toDigits(Math.max(0, pumpKilowatts * (1 + 0.01 * random.normal())), 2),
    }),
  };
}
