import { type Static, Type } from 'typebox';
import { RIGHT_TIME_ZONE } from '../model/time-zone.ts';
import { ALERTS_CONFIG } from './alerts-config.ts';

const title = Type.Object(
  {
    en: Type.String({ minLength: 1, expected: 'a name in English' }),
    zh: Type.String({ minLength: 1, expected: 'a name in Chinese' }),
  },
  { additionalProperties: false, expected: 'a name in both languages: { en: …, zh: … }' },
);
const port = (fallback: number, what: string) =>
  Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: fallback,
    expected: `${what}: a port from 0 (any free one) to 65535`,
  });
const host = (what: string) =>
  Type.String({ minLength: 1, default: '127.0.0.1', expected: `${what}: an address of this machine, e.g. 127.0.0.1` });
const part = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, {
    additionalProperties: false,
    default: {},
    expected: `keys ${Object.keys(properties).join(', ')}`,
  });

/**
 * Schema of `city.yaml`. `expected` of each key describes a right value, for error messages.
 * `CITYNERVE_<PATH>` in the environment overrides a key: `CITYNERVE_GATEWAY_MQTT_PORT=1884`.
 */
export const CITY_SCHEMA = Type.Object(
  {
    name: title,
    timeZone: Type.String({ minLength: 1, expected: RIGHT_TIME_ZONE }),
    clock: Type.Union([Type.Literal('wall'), Type.Literal('driven')], {
      default: 'wall',
      expected: 'wall (real time) or driven (by a simulator or a replay); fixed once the city has data',
    }),
    simulation: Type.Optional(
      Type.Object(
        {
          seed: Type.Integer({ minimum: 0, default: 7, expected: 'a whole number' }),
          devices: Type.Integer({ minimum: 1, maximum: 20_000, default: 120, expected: '1 to 20000 devices' }),
          speed: Type.Number({ exclusiveMinimum: 0, default: 10, expected: 'city seconds per real second, above 0' }),
        },
        { additionalProperties: false, expected: 'keys seed, devices, speed; leave it out for a real city' },
      ),
    ),
    gateway: part({
      host: host('where devices connect'),
      mqttPort: port(1883, 'MQTT over TCP'),
      wsPort: port(8083, 'MQTT over WebSocket'),
      statusPort: port(8081, 'health and metrics of the gateway'),
      maxPacketKibibytes: Type.Integer({ minimum: 1, maximum: 4096, default: 64, expected: '1 to 4096 KiB' }),
      maxConnections: Type.Integer({ minimum: 1, default: 20_000, expected: 'at least 1 connection' }),
      maxWaitSeconds: Type.Number({
        minimum: 1,
        default: 30,
        expected: 'seconds to hold a message while the disk is full, at least 1',
      }),
      maxClockJumpDays: Type.Number({
        exclusiveMinimum: 0,
        maximum: 3650,
        default: 7,
        expected: 'days by which the wall clock may be ahead of the journal and is believed, above 0 up to 3650',
      }),
    }),
    alerts: ALERTS_CONFIG,
    api: part({ host: host('where the page and the API are'), port: port(8080, 'the page and the API') }),
    flows: part({
      isOn: Type.Boolean({ default: true, expected: 'true or false: whether operators have Node-RED' }),
      maxMemoryMebibytes: Type.Integer({
        minimum: 64,
        maximum: 65_536,
        default: 256,
        expected: 'MiB of heap that the flows may fill, 64 to 65536',
      }),
    }),
    journal: part({
      keepDays: Type.Number({ exclusiveMinimum: 0, default: 30, expected: 'days that messages are kept, above 0' }),
      keepDiskShare: Type.Number({
        exclusiveMinimum: 0,
        maximum: 0.9,
        default: 0.5,
        expected: 'share of the disk that messages may fill, above 0 up to 0.9',
      }),
      warnDiskShare: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        default: 0.8,
        expected: 'used share of the disk (by all programs) from which on a warning is given, above 0 up to 1',
      }),
      stopDiskShare: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        default: 0.95,
        expected: 'used share of the disk (by all programs) from which on no message is acknowledged, above 0 up to 1',
      }),
    }),
    store: Type.String({
      minLength: 1,
      default: 'duckdb',
      expected: 'duckdb, or a server such as influx://127.0.0.1:8086/citynerve?version=1',
    }),
    series: part({
      whenJournalFull: Type.Union([Type.Literal('stop'), Type.Literal('skip')], {
        default: 'stop',
        expected: 'stop (no message is acknowledged) or skip (the series store never gets the oldest messages)',
      }),
    }),
    log: part({
      level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')], {
        default: 'warn',
        expected: 'debug, info, warn or error',
      }),
    }),
  },
  {
    additionalProperties: false,
    expected: 'keys name, timeZone, clock, simulation, gateway, alerts, api, flows, journal, store, series, log',
  },
);

/** A valid `city.yaml` with all defaults filled in. */
export type CityConfig = Static<typeof CITY_SCHEMA>;
