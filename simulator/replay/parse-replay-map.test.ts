import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseReplayMap } from './parse-replay-map.ts';

const GOOD = {
  devices: [{ id: 'air-1', model: 'air-quality-station', provider: 'p', department: 'd', latitude: 1, longitude: 2 }],
  time: { column: 'time', format: 'ISO', timeZone: 'UTC' },
  missing: ['NA', ''],
  channels: [{ column: 'PM2.5', device: 'air-1', channel: 'pm2_5', unit: 'ug/m3' }],
};
const [DEVICE] = GOOD.devices;
const [CHANNEL] = GOOD.channels;

describe('a replay map', () => {
  test('is read with its defaults', () => {
    const map = parseReplayMap(stringify(GOOD));
    expect(map.stepSeconds).toBe(0);
    expect(map.channels).toEqual([{ column: 'PM2.5', deviceId: 'air-1', channel: 'pm2_5', unit: 'ug/m3', scale: 1 }]);
    expect(map.devices[0]?.device.dialect).toBe('citynerve-json');
  });

  test.each([
    ['devices', { ...GOOD, devices: [] }],
    ['devices[0].id', { ...GOOD, devices: [{ ...DEVICE, id: 'a/b' }] }],
    ['devices[1].id', { ...GOOD, devices: [DEVICE, DEVICE] }],
    ['devices[0].model', { ...GOOD, devices: [{ ...DEVICE, model: 'sundial' }] }],
    ['devices[0].latitude', { ...GOOD, devices: [{ ...DEVICE, latitude: 91 }] }],
    ['devices[0].dialect', { ...GOOD, devices: [{ ...DEVICE, dialect: 'senml' }] }],
    ['devices[0].colour', { ...GOOD, devices: [{ ...DEVICE, colour: 'red' }] }],
    ['time.timeZone', { ...GOOD, time: { ...GOOD.time, timeZone: 'Beijing' } }],
    ['time.timeZone', { ...GOOD, time: { ...GOOD.time, timeZone: 'CST' } }],
    ['time.format', { ...GOOD, time: { ...GOOD.time, format: 'HH:mm' } }],
    ['time', { ...GOOD, time: { timeZone: 'UTC' } }],
    ['time.columns', { ...GOOD, time: { columns: ['year'], timeZone: 'UTC' } }],
    ['channels[0].device', { ...GOOD, channels: [{ ...CHANNEL, device: 'air-2' }] }],
    ['channels[0].unit', { ...GOOD, channels: [{ ...CHANNEL, unit: undefined }] }],
    ['channels[0].scale', { ...GOOD, channels: [{ ...CHANNEL, scale: 'ten' }] }],
    ['missing', { ...GOOD, missing: 'NA' }],
    ['chanels', { ...GOOD, chanels: [] }],
  ])('names %s when that key is wrong', (key, map) => {
    expect(() => parseReplayMap(stringify(map))).toThrow(expect.objectContaining({ name: 'ReplayMapError', key }));
  });

  test('is refused when it is no YAML or no mapping', () => {
    expect(() => parseReplayMap('devices: [')).toThrow('map: is no YAML');
    expect(() => parseReplayMap('- a')).toThrow('map: must be a mapping');
  });

  test('the example for the Beijing stations is valid', () => {
    const map = parseReplayMap(readFileSync(new URL('./examples/beijing-multisite.yaml', import.meta.url), 'utf8'));
    expect(map.devices).toHaveLength(4);
    expect(map.channels).toHaveLength(11);
  });

  test('the example in docs/replay.md is valid, and the page names every key', () => {
    const page = readFileSync(new URL('../../docs/replay.md', import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    expect(parseReplayMap(example).channels.length).toBeGreaterThan(0);
    const keys = [
      'devices',
      'time',
      'columns',
      'column',
      'format',
      'timeZone',
      'missing',
      'stepSeconds',
      'where',
      'scale',
    ];
    expect(keys.filter((key) => !page.includes(`\`${key}`) && !page.includes(`.${key}\``))).toEqual([]);
  });
});
