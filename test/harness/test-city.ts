import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import pino, { type Logger } from 'pino';
import { stringify } from 'yaml';
import type { JoinedEntry } from '../../api/accepted-books.ts';
import { openCredentials } from '../../city/credentials.ts';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { issueServiceTokens, serviceToken } from '../../city/service-tokens.ts';
import { writeCity } from '../../city/write-city.ts';
import { type CityClient, cityClient } from '../../commands/city-client.ts';
import type { Device } from '../../model/device.ts';
import type { Zone } from '../../model/zone.ts';
import { type RunningCity, startCity } from '../../processes/start-city.ts';

/** A whole city in a folder of its own, on free ports, used only from outside: MQTT, HTTP, signals. */
export interface TestCity extends CityClient {
  readonly folder: DataFolder;
  readonly token: (name: string) => string;
  running: RunningCity;
  connect(name: string, options?: mqtt.IClientOptions): Promise<MqttClient>;
  ledger(deviceId?: string): Promise<JoinedEntry>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const TEST_ZONES: readonly Zone[] = [
  square('city', 'city', null, 0.1),
  square('district', 'district', 'city', 0.08),
  square('cell', 'cell', 'district', 0.06),
  square('underpass', 'underpass', 'cell', 0.005),
];

function square(id: string, kind: Zone['kind'], parentId: string | null, half: number): Zone {
  const [west, east, south, north] = [114 - half, 114 + half, 22.5 - half, 22.5 + half];
  const outline = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as const;
  return { id, kind, name: { en: id, zh: id }, parentId, outline };
}

/** A device in the middle of the test city, which is its underpass. */
export const testDevice = (id: string, model: string, rest: Partial<Device> = {}): Device => ({
  id,
  model,
  dialect: 'citynerve-json',
  department: 'water',
  provider: 'acme',
  latitude: 22.5,
  longitude: 114,
  zoneId: null,
  attributes: {},
  ...rest,
});

export const FREE_PORTS: NodeJS.ProcessEnv = {
  CITYNERVE_GATEWAY_MQTT_PORT: '0',
  CITYNERVE_GATEWAY_WS_PORT: '0',
  CITYNERVE_GATEWAY_STATUS_PORT: '0',
  CITYNERVE_API_PORT: '0',
};

/** Starts a city with these devices. `parent` puts its data elsewhere than in the system's temporary folder. */
export async function startTestCity(options: {
  readonly devices: readonly Device[];
  readonly clock?: 'wall' | 'driven';
  readonly settings?: object;
  readonly parent?: string;
  /** Port of API and page, kept over restarts of the brain; absent: a free port at each start. */
  readonly apiPort?: number;
  /** Called when the folder is written and nothing runs yet. */
  readonly beforeStart?: (folder: DataFolder) => void;
  /** Log of the supervisor; absent: discarded. */
  readonly log?: Logger;
  /** Environment of the roles, beside that of every test city. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Longest back-off of the supervisor, for tests that kill roles on purpose. */
  readonly longestWaitMillis?: number;
  /** File URL of another program in the place of the gateway's. */
  readonly gatewayFile?: string;
  /** Called when everything has stopped, before the folder is removed. */
  readonly afterStop?: () => void;
}): Promise<TestCity> {
  const root = mkdtempSync(join(options.parent ?? tmpdir(), 'citynerve-'));
  const folder = dataFolder(join(root, 'city'));
  writeCity(folder, {
    yaml: stringify({
      name: { en: 'Test', zh: '测试' },
      timeZone: 'Asia/Shanghai',
      clock: options.clock ?? 'wall',
      // Most journeys do not need flows, and Node-RED takes a second of two cores.
      flows: { isOn: false },
      ...options.settings,
    }),
    zones: TEST_ZONES,
    devices: options.devices,
  });
  const credentials = openCredentials(folder.credentials);
  issueServiceTokens(folder, credentials);
  const tokens = credentials.issue(options.devices.map(({ id }) => id));
  const token = (name: string) => tokens.get(name) ?? serviceToken(folder, name as 'clock');
  const start = () =>
    startCity(folder, {
      log: options.log ?? pino({ level: 'silent' }),
      environment: {
        ...process.env,
        CITYNERVE_LOG_LEVEL: 'error',
        ...FREE_PORTS,
        CITYNERVE_API_PORT: `${options.apiPort ?? 0}`,
        ...options.environment,
      },
      ...(options.gatewayFile === undefined ? {} : { gatewayFile: options.gatewayFile }),
      ...(options.longestWaitMillis === undefined ? {} : { longestWaitMillis: options.longestWaitMillis }),
    });
  options.beforeStart?.(folder);
  const clients: MqttClient[] = [];
  const client = cityClient(folder, () => city.running.address, 'test');

  const city: TestCity = {
    folder,
    token,
    running: await start(),
    ...client,
    async connect(name, more = {}) {
      const url = `mqtt://127.0.0.1:${city.running.mqttPort}`;
      const opened = await mqtt.connectAsync(url, { clientId: name, username: name, password: token(name), ...more });
      opened.on('error', () => {});
      clients.push(opened);
      return opened;
    },
    async ledger(deviceId) {
      const { entries, totals } = await city.get<{ entries: JoinedEntry[]; totals: JoinedEntry }>('/api/ledger');
      const found = deviceId ? entries.find((entry) => entry.deviceId === deviceId) : totals;
      if (!found) throw new Error(`no account of ${deviceId}`);
      return found;
    },
    async restart() {
      await city.running.close();
      city.running = await start();
    },
    async close() {
      for (const open of clients) open.end(true);
      await city.running.close();
      options.afterStop?.();
      if (!process.env['KEEP_TEST_CITY']) rmSync(root, { recursive: true, force: true });
    },
  };
  return city;
}

/** Writes a file into a city's folder; for tests of broken settings. */
export const spoil = (path: string, text: string): void => writeFileSync(path, text);
