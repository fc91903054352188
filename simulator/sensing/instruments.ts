import type { Device } from '../../model/device.ts';
import type { Random } from '../random.ts';
import { transformerMonitor, weatherStation } from './city-wide.ts';
import type { Instrument } from './instrument.ts';
import { airQualityStation, dustMonitor, gasDetector, noiseMeter, parking, trafficCounter } from './street.ts';
import { drainLevel, pumpMonitor, rainGauge, roadFloodDepth } from './water.ts';

/** A factory of instruments for each device model. */
export const INSTRUMENTS: Readonly<Record<string, (device: Device, random: Random) => Instrument>> = {
  'rain-gauge': rainGauge,
  'rain-gauge-5min': rainGauge,
  'drain-level': drainLevel,
  'pump-monitor': pumpMonitor,
  'road-flood-depth': roadFloodDepth,
  'traffic-counter': trafficCounter,
  'air-quality-station': airQualityStation,
  'dust-monitor': dustMonitor,
  'noise-meter': noiseMeter,
  'weather-station': weatherStation,
  'gas-detector': gasDetector,
  'transformer-monitor': transformerMonitor,
  parking,
};
