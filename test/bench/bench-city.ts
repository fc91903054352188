import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { stringify } from 'yaml';
import { openCredentials } from '../../city/credentials.ts';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { issueServiceTokens, serviceToken } from '../../city/service-tokens.ts';
import { writeCity } from '../../city/write-city.ts';
import { type CityClient, cityClient } from '../../commands/city-client.ts';
import type { Device } from '../../model/device.ts';
import type { Zone } from '../../model/zone.ts';
import { type RunningCity, startCity } from '../../processes/start-city.ts';
import { FREE_PORTS } from '../harness/test-city.ts';
import type { LoadOrder } from './load-order.ts';

/** A driven city with many devices and all roles, in a folder of its own. */
export interface BenchCity extends CityClient {
  readonly folder: DataFolder;
  readonly running: RunningCity;
  readonly clients: LoadOrder['clients'];
  readonly clockToken: string;
  readonly operatorToken: string;
  close(): Promise<void>;
}

const CELLS = 40;
const PER_DISTRICT = 10;

const MODEL_OF = { 'json-1': 'drain-level', 'json-6': 'weather-station', 'protobuf-1': 'drain-level' } as const;

/** Writes a city and starts it; flows are off, as in the budgets. */
export async function startBenchCity(options: {
  readonly devices: number;
  readonly payload: LoadOrder['payload'];
  readonly more?: readonly Device[];
  readonly settings?: object;
}): Promise<BenchCity> {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-bench-'));
  const { folder, clients, clockToken } = layBenchCity(join(root, 'city'), options);
  const running = await startCity(folder, {
    log: pino({ level: 'error' }, pino.destination(2)),
    environment: { ...process.env, CITYNERVE_LOG_LEVEL: 'error', ...FREE_PORTS },
  });
  return {
    ...cityClient(folder, () => running.address, 'bench'),
    folder,
    running,
    clients,
    clockToken,
    operatorToken: serviceToken(folder, 'operator'),
    async close() {
      await running.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Writes the files of such a city. */
export function layBenchCity(
  path: string,
  {
    devices,
    payload,
    more = [],
    settings = {},
  }: {
    readonly devices: number;
    readonly payload: LoadOrder['payload'];
    readonly more?: readonly Device[];
    readonly settings?: object;
  },
) {
  const folder = dataFolder(path);
  const all = Array.from(
    { length: devices },
    (_, index): Device => benchDevice(`bench-${index}`, payload, `cell-${index % CELLS}`),
  );
  writeCity(folder, {
    yaml: stringify({
      name: { en: 'Bench', zh: '测试' },
      timeZone: 'Asia/Shanghai',
      clock: 'driven',
      flows: { isOn: false },
      ...settings,
    }),
    zones: benchZones(),
    devices: [...all, ...more],
  });
  const credentials = openCredentials(folder.credentials);
  issueServiceTokens(folder, credentials);
  const tokens = credentials.issue([...all, ...more].map(({ id }) => id));
  const clients = [...all, ...more].map(({ id }) => ({ name: id, token: tokens.get(id) ?? '' }));
  return { folder, clients, clockToken: serviceToken(folder, 'clock') };
}

const benchDevice = (id: string, payload: LoadOrder['payload'], zoneId: string): Device => ({
  id,
  model: MODEL_OF[payload],
  dialect: payload === 'protobuf-1' ? 'citynerve-proto' : 'citynerve-json',
  department: 'water',
  provider: 'bench',
  latitude: 22.5,
  longitude: 114,
  zoneId,
  attributes: payload === 'json-6' ? {} : { rimLevelMetres: 4 },
});

/** A city of four districts and forty cells; each cell has an underpass. */
function benchZones(): readonly Zone[] {
  const outline = [
    [113, 22],
    [115, 22],
    [115, 23],
    [113, 23],
    [113, 22],
  ] as const;
  const zone = (id: string, kind: Zone['kind'], parentId: string | null): Zone => ({
    id,
    kind,
    name: { en: id, zh: id },
    parentId,
    outline,
  });
  const cells = Array.from({ length: CELLS }, (_, index) => index);
  return [
    zone('city', 'city', null),
    ...Array.from({ length: CELLS / PER_DISTRICT }, (_, index) => zone(`district-${index}`, 'district', 'city')),
    ...cells.map((index) => zone(`cell-${index}`, 'cell', `district-${Math.floor(index / PER_DISTRICT)}`)),
    ...cells.map((index) => zone(`underpass-${index}`, 'underpass', `cell-${index}`)),
  ];
}
