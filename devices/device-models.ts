import type { DeviceModel } from '../model/device.ts';
import airQualityStation from './models/air-quality-station.json' with { type: 'json' };
import airQualityStationHourly from './models/air-quality-station-hourly.json' with { type: 'json' };
import drainLevel from './models/drain-level.json' with { type: 'json' };
import dustMonitor from './models/dust-monitor.json' with { type: 'json' };
import gasDetector from './models/gas-detector.json' with { type: 'json' };
import noiseMeter from './models/noise-meter.json' with { type: 'json' };
import parking from './models/parking.json' with { type: 'json' };
import pumpMonitor from './models/pump-monitor.json' with { type: 'json' };
import rainCounter from './models/rain-counter.json' with { type: 'json' };
import rainGauge from './models/rain-gauge.json' with { type: 'json' };
import rainGauge5Min from './models/rain-gauge-5min.json' with { type: 'json' };
import roadFloodDepth from './models/road-flood-depth.json' with { type: 'json' };
import trafficCounter from './models/traffic-counter.json' with { type: 'json' };
import transformerMonitor from './models/transformer-monitor.json' with { type: 'json' };
import weatherStation from './models/weather-station.json' with { type: 'json' };
import { parseDeviceModel } from './parse-device-model.ts';

/** The device models that come with Citynerve; a new one is a data file in devices/models/ and a line here. */
export const DEVICE_MODELS: readonly DeviceModel[] = [
  airQualityStation,
  airQualityStationHourly,
  drainLevel,
  dustMonitor,
  gasDetector,
  noiseMeter,
  parking,
  pumpMonitor,
  rainCounter,
  rainGauge,
  rainGauge5Min,
  roadFloodDepth,
  trafficCounter,
  transformerMonitor,
  weatherStation,
].map(parseDeviceModel);
