import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { DeviceModel } from '../../model/device.ts';
import type { Property } from '../../model/property.ts';
import type { Zone } from '../../model/zone.ts';
import { createRandom } from '../../simulator/random.ts';
import { type FusionScene, type SceneStep, type Sensor, sceneKey } from './fusion-scene.ts';
import { sensorDevice } from './sensor-device.ts';

/** A column of the recorded files, its channel, how large it usually is, and by how much it is divided for its unit. */
const COLUMNS: readonly (readonly [
  column: string,
  property: Property,
  channel: string,
  typical: number,
  per: number,
])[] = [
  ['PM2.5', 'air.pm2_5', 'pm2_5', 80, 1],
  ['PM10', 'air.pm10', 'pm10', 110, 1],
  ['SO2', 'air.so2', 'so2', 15, 1],
  ['NO2', 'air.no2', 'no2', 50, 1],
  // Recorded in micrograms, like the others.
  ['CO', 'air.co', 'co', 1.2, 1000],
  ['O3', 'air.o3', 'o3', 60, 1],
];
const ZONE_ID = 'beijing-urban';
const MODEL_ID = 'air-quality-hourly';
const HOUR_MILLIS = 3_600_000;
const MINUTE_MILLIS = 60_000;
const UTC_OFFSET_HOURS = 8;

type Row = Readonly<Record<string, string>>;

/**
 * Hourly values of the Beijing stations (UCI 501: files `PRSA_Data_*.csv` or `.csv.gz`) as sensors of one zone: some
 * days of the record, chosen by the seed. Nobody knows the truth of the zone: it is taken to be the mean of the
 * recorded values, at hours at which all stations have one.
 */
export function createRecordedScene(run: {
  readonly seed: number;
  readonly hours: number;
  readonly models: readonly DeviceModel[];
  readonly directory: string;
}): FusionScene {
  const { seed, hours, models } = run;
  const stations = readStations(run.directory);
  const all = [...new Set(stations.flatMap(({ byHour }) => [...byHour.keys()]))].sort((one, other) => one - other);
  const [begin = 0, end = 0] = [all[0], all.at(-1)];
  const days = Math.floor((end - begin) / HOUR_MILLIS - hours) / 24;
  if (days < 0) throw new Error(`${run.directory} has less than ${hours} hours`);
  const startAt = begin + createRandom(seed, 'recorded-days').integer(0, Math.floor(days)) * 24 * HOUR_MILLIS;
  const model = hourlyModel(models);
  const placed = stations.flatMap(({ name, byHour }) =>
    COLUMNS.map(([column, property, channel, typical, per]) => {
      const range = model.channels.find((each) => each.channel === channel)?.range ?? [0, Number.MAX_VALUE];
      const id = `${name.toLowerCase()}-${channel.replace('_', '')}`;
      const sensor: Sensor = { id, zoneId: ZONE_ID, property, channel, range, typical };
      return { sensor, valueAt: (at: number) => readValue(byHour.get(at)?.[column], per) };
    }),
  );

  function* steps(): Generator<SceneStep> {
    // A step a minute, though values come once an hour: a result of the fold has only the newest of its estimates.
    for (let at = startAt + MINUTE_MILLIS; at <= startAt + hours * HOUR_MILLIS; at += MINUTE_MILLIS) {
      yield at % HOUR_MILLIS === 0 ? hourAt(at) : { at, measured: [], truths: new Map() };
    }
  }

  function hourAt(at: number): SceneStep {
    const measured = placed.flatMap(({ sensor, valueAt }) => {
      const value = valueAt(at);
      return value === null ? [] : [{ sensor, value }];
    });
    const complete = [...Map.groupBy(measured, ({ sensor }) => sceneKey(sensor))].filter(
      ([, members]) => members.length === stations.length,
    );
    const mean = (members: typeof measured): number =>
      members.reduce((sum, { value }) => sum + value, 0) / members.length;
    return { at, measured, truths: new Map(complete.map(([key, members]) => [key, mean(members)])) };
  }

  const sensors = placed.map(({ sensor }) => sensor);
  return {
    city: {
      city: { name: { en: 'Beijing', zh: '北京' }, timeZone: 'Asia/Shanghai', clock: 'driven', simulated: false },
      zones: [zone('beijing', 'city', null), zone(ZONE_ID, 'cell', 'beijing')],
      devices: sensors.map((sensor) => sensorDevice(sensor, MODEL_ID)),
    },
    models: [...models, model],
    sensors,
    startAt,
    hours,
    compareMillis: HOUR_MILLIS,
    validMillis: HOUR_MILLIS,
    tickSeconds: 60,
    steps,
  };
}

const zone = (id: string, kind: Zone['kind'], parentId: string | null): Zone => ({
  id,
  kind,
  parentId,
  name: { en: id, zh: id },
  outline: [],
});

/** The air-quality station of the catalogue, of which an hourly value is expected. */
function hourlyModel(models: readonly DeviceModel[]): DeviceModel {
  const station = models.find(({ id }) => id === 'air-quality-station');
  if (station === undefined) throw new Error('no model air-quality-station');
  const channels = station.channels.map((channel) => ({ ...channel, expectedIntervalSeconds: 3600 }));
  return { ...station, id: MODEL_ID, channels };
}

/** The files of the stations in a folder; throws where there are too few for a median. */
export function stationFiles(directory: string): readonly string[] {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const files = names.filter((name) => /^PRSA_Data_.*\.csv(\.gz)?$/.test(name)).sort();
  if (files.length >= 3) return files;
  throw new Error(`--recorded ${directory}: has ${files.length} files PRSA_Data_*.csv(.gz), and 3 are needed`);
}

function readStations(directory: string) {
  return stationFiles(directory).map((file) => {
    const bytes = readFileSync(join(directory, file));
    const rows: Row[] = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
    const name = file.replace('PRSA_Data_', '').replace(/_.*$/, '');
    return { name, byHour: new Map(rows.map((row) => [hourOf(row), row])) };
  });
}

const hourOf = ({ year, month, day, hour }: Row): number =>
  Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour) - UTC_OFFSET_HOURS);

/** Null for a missing value (`NA`). */
function readValue(text: string | undefined, per: number): number | null {
  const value = Number(text === undefined || text === '' ? Number.NaN : text) / per;
  return Number.isFinite(value) ? value : null;
}
