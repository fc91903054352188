import { parse, YAMLParseError } from 'yaml';
import { DEVICE_MODELS } from '../../devices/device-models.ts';
import { RIGHT_TIME_ZONE, timeZoneOf } from '../../model/time-zone.ts';
import { type MapReader, readMapping } from './map-reader.ts';
import {
  type ReplayChannel,
  type ReplayDevice,
  type ReplayMap,
  ReplayMapError,
  type ReplayTime,
} from './replay-map.ts';
import { timeFormat } from './time-format.ts';

const DEVICE_KEYS = ['id', 'model', 'provider', 'department', 'latitude', 'longitude', 'dialect', 'where'];
const DEVICE_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Reads a MAP.yaml; throws a `ReplayMapError` that names the key. */
export function parseReplayMap(text: string): ReplayMap {
  const map = readMapping(parseYaml(text), 'map');
  map.allowOnly(['devices', 'time', 'missing', 'channels', 'decimal', 'stepSeconds']);
  const devices = map.objects('devices').map(readDevice);
  const ids = new Set<string>();
  for (const [index, { device }] of devices.entries()) {
    if (ids.has(device.id)) throw new ReplayMapError(`devices[${index}].id`, `"${device.id}" is there twice`);
    ids.add(device.id);
  }
  const stepSeconds = map.number('stepSeconds', 0);
  if (stepSeconds < 0) throw new ReplayMapError('stepSeconds', 'must not be negative');
  const decimal = map.text('decimal', 'point');
  if (decimal !== 'point' && decimal !== 'comma') {
    throw new ReplayMapError('decimal', `"${decimal}" must be point (1.5) or comma (1,5)`);
  }
  const time = readTime(map.object('time'));
  const channels = map.objects('channels').map((channel) => readChannel(channel, ids));
  return { devices, time, missing: map.texts('missing', ['']), channels, decimal, stepSeconds };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new ReplayMapError('map', `is no YAML: ${error.message.split('\n', 1)[0]}`);
    throw error;
  }
}

function readDevice(map: MapReader): ReplayDevice {
  map.allowOnly(DEVICE_KEYS);
  const id = map.text('id');
  if (!DEVICE_ID.test(id)) {
    throw new ReplayMapError(
      `${map.key}.id`,
      `"${id}" must be 1 to 64 letters, digits, dots, colons, dashes or underscores`,
    );
  }
  const dialect = map.text('dialect', 'citynerve-json');
  if (dialect !== 'citynerve-json') {
    throw new ReplayMapError(`${map.key}.dialect`, `"${dialect}" cannot be written here; use citynerve-json`);
  }
  const model = map.text('model');
  const models = DEVICE_MODELS.map((known) => known.id);
  if (!models.includes(model)) {
    throw new ReplayMapError(`${map.key}.model`, `"${model}" is no device model; there are ${models.join(', ')}`);
  }
  const device = {
    id,
    model,
    dialect,
    department: map.text('department'),
    provider: map.text('provider'),
    latitude: inRange(map, 'latitude', 90),
    longitude: inRange(map, 'longitude', 180),
    zoneId: null,
    attributes: {},
  };
  return { device, where: map.record('where') };
}

function inRange(map: MapReader, name: string, limit: number): number {
  const degrees = map.number(name);
  if (Math.abs(degrees) > limit)
    throw new ReplayMapError(`${map.key}.${name}`, `must lie within ${-limit} and ${limit} degrees`);
  return degrees;
}

function readTime(map: MapReader): ReplayTime {
  map.allowOnly(['columns', 'column', 'format', 'timeZone']);
  const timeZone = map.text('timeZone');
  if (timeZoneOf(timeZone) === null) {
    throw new ReplayMapError('time.timeZone', `"${timeZone}" is no time zone; use ${RIGHT_TIME_ZONE}`);
  }
  if (map.has('columns') === map.has('column')) {
    throw new ReplayMapError('time', 'needs either "columns" (year, month, day, hour) or "column" with "format"');
  }
  if (map.has('columns')) {
    const columns = map.texts('columns');
    if (columns.length < 3 || columns.length > 6) {
      throw new ReplayMapError('time.columns', 'must name 3 to 6 columns: year, month, day, hour, minute, second');
    }
    return { kind: 'columns', columns, timeZone };
  }
  const format = map.text('format', 'ISO');
  try {
    if (format !== 'ISO') timeFormat(format);
  } catch (error) {
    throw new ReplayMapError('time.format', `"${format}" ${error instanceof Error ? error.message : 'is no format'}`);
  }
  return { kind: 'text', column: map.text('column'), format, timeZone };
}

function readChannel(map: MapReader, deviceIds: ReadonlySet<string>): ReplayChannel {
  map.allowOnly(['column', 'device', 'channel', 'unit', 'scale']);
  const deviceId = map.has('device') ? map.text('device') : null;
  if (deviceId !== null && !deviceIds.has(deviceId)) {
    throw new ReplayMapError(`${map.key}.device`, `"${deviceId}" is not among the devices`);
  }
  return {
    column: map.text('column'),
    channel: map.text('channel'),
    deviceId,
    unit: map.text('unit'),
    scale: map.number('scale', 1),
  };
}
