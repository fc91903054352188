import type { ChannelModel, DeviceModel } from '../model/device.ts';
import { isProperty, PROPERTIES } from '../model/property.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Parses a device model. Throws a TypeError that names the invalid field; the start then fails. */
export function parseDeviceModel(data: unknown): DeviceModel {
  const fields = asFields(data, 'a device model');
  const id = asText(fields['id'], 'id');
  const where = `device model ${id}`;
  const title = asFields(fields['title'], `${where}: title`);
  const channels = fields['channels'];
  if (!Array.isArray(channels) || channels.length === 0) throw new TypeError(`${where}: channels must be a list`);
  return Object.freeze({
    id,
    title: { en: asText(title['en'], `${where}: title.en`), zh: asText(title['zh'], `${where}: title.zh`) },
    dialect: asText(fields['dialect'], `${where}: dialect`),
    channels: channels.map((channel) => parseChannel(channel, where)),
  });
}

function parseChannel(data: unknown, model: string): ChannelModel {
  const fields = asFields(data, `${model}: a channel`);
  const channel = asText(fields['channel'], `${model}: channel`);
  const where = `${model}, channel ${channel}`;
  const property = asText(fields['property'], `${where}: property`);
  if (!isProperty(property)) throw new TypeError(`${where}: property "${property}" is not in the catalogue`);
  const range = fields['range'];
  if (!Array.isArray(range) || range.length !== 2) throw new TypeError(`${where}: range must be [lowest, highest]`);
  const lowest = asNumber(range[0], `${where}: range`);
  const highest = asNumber(range[1], `${where}: range`);
  if (lowest > highest) throw new TypeError(`${where}: range must be [lowest, highest]`);
  const { noiseFloor } = optional('noiseFloor', fields, where);
  if (noiseFloor !== undefined && noiseFloor > lowest) throw new TypeError(`${where}: noiseFloor lies above the range`);
  const isCounter = fields['counter'] === true;
  if (!isCounter && fields['counter'] !== undefined) throw new TypeError(`${where}: counter must be true or left out`);
  if (isCounter && PROPERTIES[property].kind !== 'amount') {
    throw new TypeError(`${where}: a counter counts an amount, and ${property} is none`);
  }
  return Object.freeze({
    channel,
    property,
    ...(isCounter && { counter: true as const }),
    unit: asText(fields['unit'], `${where}: unit`),
    range: [lowest, highest] as const,
    ...(noiseFloor === undefined ? {} : { noiseFloor }),
    expectedIntervalSeconds: asPositive(fields['expectedIntervalSeconds'], `${where}: expectedIntervalSeconds`),
    ...optional('maxChangePerMinute', fields, where),
    ...optional('flatLineCount', fields, where),
    ...optional('flatLineAbove', fields, where),
    accuracy: asPositive(fields['accuracy'], `${where}: accuracy`),
  });
}

function optional<K extends string>(key: K, fields: Fields, where: string): { readonly [P in K]?: number } {
  if (fields[key] === undefined) return {};
  return { [key]: asNumber(fields[key], `${where}: ${key}`) } as { readonly [P in K]: number };
}

function asFields(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${where}: not an object`);
  return value as Fields;
}

function asText(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${where} must be text`);
  return value;
}

function asNumber(value: unknown, where: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${where} must be a number`);
  return value;
}

function asPositive(value: unknown, where: string): number {
  const number = asNumber(value, where);
  if (number <= 0) throw new TypeError(`${where} must be above 0`);
  return number;
}
