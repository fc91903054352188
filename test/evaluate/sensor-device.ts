import type { Device } from '../../model/device.ts';
import type { Sensor } from './fusion-scene.ts';

/** A sensor as a device of a city. */
export const sensorDevice = ({ id, zoneId }: Sensor, model: string): Device => ({
  id,
  model,
  dialect: 'citynerve-json',
  department: 'evaluation',
  provider: 'evaluation',
  latitude: 0,
  longitude: 0,
  zoneId,
  attributes: { rimLevelMetres: 3 },
});
