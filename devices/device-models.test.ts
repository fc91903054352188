import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEVICE_MODELS } from './device-models.ts';
import { DIALECTS } from './dialects/dialects.ts';
import { parseDeviceModel } from './parse-device-model.ts';
import { conversionTo } from './units/conversion.ts';

describe('the device models', () => {
  it('are exactly the data files of the folder', () => {
    const files = readdirSync(join(import.meta.dirname, 'models')).map((file) => file.replace('.json', ''));
    expect(DEVICE_MODELS.map(({ id }) => id)).toEqual(files.sort());
  });

  it.each(DEVICE_MODELS.map((model) => [model.id, model] as const))(
    '%s uses a known dialect and known units',
    (_, model) => {
      expect(DIALECTS.map(({ name }) => name)).toContain(model.dialect);
      expect(new Set(model.channels.map(({ channel }) => channel)).size).toBe(model.channels.length);
      for (const { property, unit } of model.channels) expect(conversionTo(property, unit).ok).toBe(true);
    },
  );

  it('keep the noise of air monitors in a clean hour', () => {
    const air = DEVICE_MODELS.find(({ id }) => id === 'air-quality-station');
    expect(air?.channels.find(({ channel }) => channel === 'pm2_5')).toMatchObject({
      range: [0, 2000],
      noiseFloor: -10,
    });
  });

  it('are refused with the name of the invalid field', () => {
    const [model] = DEVICE_MODELS;
    const [channel] = model?.channels ?? [];
    expect(() => parseDeviceModel({ ...model, channels: [{ ...channel, property: 'rain' }] })).toThrow(
      /"rain".*catalogue/,
    );
    expect(() => parseDeviceModel({ ...model, channels: [{ ...channel, range: [5, 1] }] })).toThrow(/range/);
    expect(() => parseDeviceModel({ ...model, channels: [{ ...channel, accuracy: 0 }] })).toThrow(/accuracy/);
    const counted = { ...channel, property: 'weather.temperature', counter: true };
    expect(() => parseDeviceModel({ ...model, channels: [counted] })).toThrow(/a counter counts an amount/);
    const above = { ...channel, range: [0, 5], noiseFloor: 1 };
    expect(() => parseDeviceModel({ ...model, channels: [above] })).toThrow(/noiseFloor/);
  });
});
