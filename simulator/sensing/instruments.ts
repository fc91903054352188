import type { Device } from '../../model/device.ts';
import type { Random } from '../random.ts';
import { transformerMonitor, weatherStation } from './city-wide.ts';
import type { Instrument } from './instrument.ts';
import { airQualityStation, gasDetector, noiseMeter, parking, trafficCounter } from './street.ts';
import { drainLevel, rainGauge, roadFloodDepth } from './water.ts';

/** A factory of instruments for each device model. */
export const INSTRUMENTS: Readonly<Record<string, (device: Device, random: Random) => Instrument>> = {
  'rain-gauge': rainGauge,
  'drain-level': drainLevel,
  'road-flood-depth': roadFloodDepth,
  'traffic-counter': trafficCounter,
  'air-quality-station': airQualityStation,
  'noise-meter': noiseMeter,
  'weather-station': weatherStation,
  'gas-detector': gasDetector,
  'transformer-monitor': transformerMonitor,
  parking,
};
