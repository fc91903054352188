import { type Fields, isFields, textOf } from './fields.ts';

/** Where a city is and who we are there. */
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

/** Reads an address from settings or from the fields of a node; null when one of its two URLs is none. */
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
