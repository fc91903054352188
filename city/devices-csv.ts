import { didYouMean } from '../model/closest-name.ts';
import type { Device } from '../model/device.ts';
import { readDecimal } from '../model/read-decimal.ts';
import type { Checked } from './checked.ts';
import { soundValue } from './checked.ts';
import { readCsvTable } from './csv-table.ts';
import { userNameFault } from './user-name-fault.ts';

const COLUMNS = [
  'id',
  'model',
  'dialect',
  'department',
  'provider',
  'latitude',
  'longitude',
  'zone',
  'attributes',
  'bridge',
] as const;
const REQUIRED = ['id', 'model', 'latitude', 'longitude'] as const;

/** What a line of `devices.csv` may name. */
export interface KnownNames {
  readonly models: ReadonlyMap<string, { readonly dialect: string }>;
  readonly dialects: readonly string[];
  /** Ids of the zones; absent where `zones.geojson` has problems of its own: then any zone may be named. */
  readonly zones?: ReadonlySet<string>;
}

type Column = (typeof COLUMNS)[number];
type Cells = Readonly<Partial<Record<string, string>>>;
type Wrong = (column: Column, right: string) => void;

/**
 * Reads the devices of a city: one line each with the columns `COLUMNS`. An empty `dialect` means that of the model, an
 * empty `zone` the one at the device's position; `attributes` is `name=number` joined by `;`; `bridge` names the
 * MQTT broker that brings the device's messages, empty when it connects itself. Each problem
 * names line and column.
 */
export function checkDevices(text: string, known: KnownNames, file = 'devices.csv'): Checked<readonly Device[]> {
  const table = readCsvTable(text, { columns: COLUMNS, required: REQUIRED });
  const problems = [...table.problems];
  const ids = new Set<string>();
  const allIds = new Set(table.rows.map(({ cells }) => cells['id']));
  const devices: Device[] = [];
  for (const { line, cells } of table.rows) {
    const before = problems.length;
    const wrong: Wrong = (column, right) =>
      void problems.push(`line ${line}, column ${column} is "${cells[column] ?? ''}"; must be ${right}`);
    const device = deviceOf(cells, known, wrong);
    const { bridge = '' } = cells;
    const bridgeFault = bridge === '' ? null : bridgeNameFault(bridge, allIds);
    if (bridgeFault !== null) wrong('bridge', bridgeFault);
    if (ids.has(device.id)) wrong('id', 'an id that stands on no other line');
    ids.add(device.id);
    if (problems.length === before) devices.push(device);
  }
  return { file, value: devices, problems };
}

/** The same; throws a `ConfigError` that names the first problem. */
export const parseDevices = (text: string, known: KnownNames, file?: string): readonly Device[] =>
  soundValue(checkDevices(text, known, file));

function deviceOf(cells: Cells, { models, dialects, zones }: KnownNames, wrong: Wrong): Device {
  const { id = '', model = '', dialect = '', zone = '', attributes = '', bridge = '' } = cells;
  const idFault = userNameFault(id);
  if (idFault !== null) wrong('id', idFault);
  const names = [...models.keys()];
  if (!models.has(model)) wrong('model', `one of ${names.join(', ')}${didYouMean(model, names)}`);
  if (dialect !== '' && !dialects.includes(dialect))
    wrong('dialect', `one of ${dialects.join(', ')}, or empty for that of the model`);
  if (zone !== '' && zones !== undefined && !zones.has(zone))
    wrong('zone', `a zone of zones.geojson, or empty for the one at its position`);
  return {
    id,
    model,
    dialect: dialect || (models.get(model)?.dialect ?? ''),
    department: cells['department'] || 'unassigned',
    provider: cells['provider'] || 'unassigned',
    latitude: degrees(cells, 'latitude', 90, wrong),
    longitude: degrees(cells, 'longitude', 180, wrong),
    zoneId: zone || null,
    attributes: attributesOf(attributes, wrong),
    ...(bridge === '' ? {} : { bridge }),
  };
}

/** The CSV text that `parseDevices` reads back. */
export function writeDevices(devices: readonly Device[]): string {
  const lines = devices.map((device) => {
    const attributes = Object.entries(device.attributes)
      .map(([name, value]) => `${name}=${value}`)
      .join(';');
    const { id, model, dialect, department, provider, latitude, longitude, zoneId, bridge = '' } = device;
    return [id, model, dialect, department, provider, latitude, longitude, zoneId ?? '', attributes, bridge]
      .map(cell)
      .join(',');
  });
  return `${COLUMNS.join(',')}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** A bridge logs in under its name, so it is no device of the city. */
const bridgeNameFault = (bridge: string, ids: ReadonlySet<string | undefined>): string | null =>
  ids.has(bridge) ? 'a name that no device has' : userNameFault(bridge);

function degrees(cells: Cells, column: 'latitude' | 'longitude', limit: number, wrong: Wrong): number {
  const value = readDecimal(cells[column] ?? '');
  if (value !== null && Math.abs(value) <= limit) return value;
  wrong(column, `degrees from -${limit} to ${limit}`);
  return 0;
}

function attributesOf(text: string, wrong: Wrong): Readonly<Record<string, number>> {
  const attributes: Record<string, number> = {};
  for (const pair of text.split(';').filter((part) => part.trim() !== '')) {
    const [name = '', value = '', ...more] = pair.split('=');
    const number = more.length > 0 ? null : readDecimal(value);
    if (name.trim() === '' || number === null) {
      wrong('attributes', 'e.g. "rimLevelMetres=3.2;capacity=40"');
      return {};
    }
    attributes[name.trim()] = number;
  }
  return attributes;
}

const cell = (value: string | number): string =>
  /[",\n\r]|^\s|\s$/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`;
