import { parse } from 'csv-parse/sync';
import { ConfigError } from '../model/config-error.ts';
import type { Device } from '../model/device.ts';
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

/**
 * Reads the devices of a city: one line each with the columns `COLUMNS`. An empty `dialect` means that of the model, an
 * empty `zone` the one at the device's position; `attributes` is `name=number` joined by `;`; `bridge` names the
 * MQTT broker that brings the device's messages, empty when it connects itself. Throws a `ConfigError`
 * that names line and column.
 */
export function parseDevices(
  text: string,
  models: ReadonlyMap<string, { dialect: string }>,
  fileName = 'devices.csv',
): readonly Device[] {
  const rows = rowsOf(text, fileName);
  const ids = new Set<string>();
  const allIds = new Set(rows.map(({ record }) => record['id']));
  return rows.map(({ record: row, info }) => {
    const wrong = (column: string, right: string) =>
      new ConfigError(fileName, `line ${info.lines}, column ${column} is "${row[column] ?? ''}"; must be ${right}`);
    const id = row['id'] ?? '';
    const idFault = userNameFault(id);
    if (idFault !== null) throw wrong('id', idFault);
    if (ids.has(id)) throw wrong('id', 'an id that stands on no other line');
    ids.add(id);
    const bridge = row['bridge'] ?? '';
    const bridgeFault = bridge === '' ? null : bridgeNameFault(bridge, allIds);
    if (bridgeFault !== null) throw wrong('bridge', bridgeFault);
    const model = models.get(row['model'] ?? '');
    if (!model) throw wrong('model', `one of ${[...models.keys()].join(', ')}`);
    return {
      id,
      model: row['model'] ?? '',
      dialect: row['dialect'] || model.dialect,
      department: row['department'] || 'unassigned',
      provider: row['provider'] || 'unassigned',
      latitude: degrees(row['latitude'], 90) ?? fail(wrong('latitude', 'degrees from -90 to 90')),
      longitude: degrees(row['longitude'], 180) ?? fail(wrong('longitude', 'degrees from -180 to 180')),
      zoneId: row['zone'] || null,
      attributes:
        attributesOf(row['attributes'] ?? '') ?? fail(wrong('attributes', 'e.g. "rimLevelMetres=3.2;capacity=40"')),
      ...(bridge === '' ? {} : { bridge }),
    };
  });
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

interface Row {
  readonly record: Readonly<Record<string, string>>;
  /** `lines`: the line on which the row ends. */
  readonly info: { readonly lines: number };
}

function rowsOf(text: string, fileName: string): readonly Row[] {
  // Spreadsheets begin a UTF-8 file with a byte order mark.
  const header = text.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '';
  const missing = ['id', 'model', 'latitude', 'longitude'].filter(
    (column) => !header.split(',').some((cell) => cell.trim() === column),
  );
  if (missing.length > 0)
    throw new ConfigError(fileName, `line 1 lacks ${missing.join(', ')}; must be ${COLUMNS.join(',')}`);
  try {
    // With `info: true` each row is an object with its position, which the types of csv-parse do not show.
    const rows: unknown = parse(text, { columns: true, skip_empty_lines: true, trim: true, bom: true, info: true });
    return rows as readonly Row[];
  } catch (error) {
    throw new ConfigError(fileName, `is not CSV: ${(error as Error).message}`);
  }
}

/** A bridge logs in under its name, so it is no device of the city. */
const bridgeNameFault = (bridge: string, ids: ReadonlySet<string | undefined>): string | null =>
  ids.has(bridge) ? 'a name that no device has' : userNameFault(bridge);

function degrees(text: string | undefined, limit: number): number | undefined {
  const value = text ? Number(text) : Number.NaN;
  return Math.abs(value) <= limit ? value : undefined;
}

function attributesOf(text: string): Record<string, number> | undefined {
  const pairs = text.split(';').filter((pair) => pair.trim() !== '');
  const entries = pairs
    .map((pair) => pair.split('='))
    .map(([name = '', value = '', ...more]): [string, number] => [
      name.trim(),
      value.trim() === '' || more.length > 0 ? Number.NaN : Number(value),
    ]);
  return entries.every(([name, value]) => name !== '' && Number.isFinite(value))
    ? Object.fromEntries(entries)
    : undefined;
}

function fail(error: Error): never {
  throw error;
}

const cell = (value: string | number): string =>
  /[",\n\r]|^\s|\s$/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`;
