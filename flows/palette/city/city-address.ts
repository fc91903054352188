import { type Fields, isFields, textOf } from './fields.ts';

/** URLs and credentials of a city. */
export interface CityAddress {
  /** Base of the HTTP API, without a slash at the end. */
  readonly apiUrl: string;
  readonly mqttUrl: string;
  /** MQTT user name. */
  readonly user: string;
  readonly mqttToken: string;
  readonly apiToken: string;
}

const API_PROTOCOLS = ['http:', 'https:'];
const MQTT_PROTOCOLS = ['mqtt:', 'mqtts:', 'tcp:', 'ssl:', 'ws:', 'wss:'];

/** Parses settings or the fields of a node; null when one of the two URLs is invalid. */
export function parseCityAddress(value: unknown): CityAddress | null {
  if (!isFields(value)) return null;
  const apiUrl = urlOf(value, 'apiUrl', API_PROTOCOLS);
  const mqttUrl = urlOf(value, 'mqttUrl', MQTT_PROTOCOLS);
  if (apiUrl === null || mqttUrl === null) return null;
  return {
    apiUrl: apiUrl.replace(/\/+$/, ''),
    mqttUrl,
    user: textOf(value, 'user')?.trim() || 'flows',
    mqttToken: textOf(value, 'mqttToken') ?? '',
    apiToken: textOf(value, 'apiToken') ?? '',
  };
}

function urlOf(fields: Fields, key: string, protocols: readonly string[]): string | null {
  const text = textOf(fields, key)?.trim() ?? '';
  return URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : null;
}
