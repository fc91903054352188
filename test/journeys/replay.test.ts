import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { type LedgerEntry, messageDifference, valueDifference } from '../../model/ledger.ts';
import type { ReplaySummary } from '../../simulator/replay/run-replay.ts';
import { openStore } from '../../store/open-store.ts';
import { startInfluxd } from '../harness/influxd.ts';
import { testWith } from '../harness/real-programs.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const recorded = path('../../../shared/data/beijing_multisite/PRSA_Data_Aotizhongxin_20130301-20170228.csv.gz');
const map = path('../../simulator/replay/examples/beijing-multisite.yaml');

/** All 35,064 rows take more than a minute; REPLAY_ROWS sets how many are replayed. */
const ROWS = Number(process.env['REPLAY_ROWS'] ?? 2_000);
const COLUMNS: Readonly<Record<string, { readonly channel: string; readonly factor: number }>> = {
  'PM2.5': { channel: 'pm2_5', factor: 1 },
  PM10: { channel: 'pm10', factor: 1 },
  SO2: { channel: 'so2', factor: 1 },
  NO2: { channel: 'no2', factor: 1 },
  // ug/m3 in the file, mg/m3 in the city.
  CO: { channel: 'co', factor: 0.001 },
  O3: { channel: 'o3', factor: 1 },
  TEMP: { channel: 'temperature', factor: 1 },
  PRES: { channel: 'pressure', factor: 1 },
  DEWP: { channel: 'dew_point', factor: 1 },
  RAIN: { channel: 'rain', factor: 1 },
  WSPM: { channel: 'wind_speed', factor: 1 },
};

const root = mkdtempSync(join(tmpdir(), 'citynerve-replay-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const title = (engine: string) =>
  `${ROWS} recorded rows come out of ${engine} with the counts and sums of the file, and NA is no number`;
if (!existsSync(recorded)) test.skip(`${title('the store')} (no recorded data beside the project)`, () => {});
else {
  test(title('DuckDB'), () => replayInto('duckdb', 'duckdb'));
  testWith(['influxd'], title('InfluxDB'), async () => {
    const influxd = await startInfluxd();
    onTestFinished(() => influxd.stop());
    await replayInto('influx', `influx://${influxd.host}:${influxd.port}/beijing?version=1`);
  });
}

/** Replays the recorded rows into a city of its own and compares its store with the file. */
async function replayInto(engine: string, setting: string): Promise<void> {
  const lines = gunzipSync(readFileSync(recorded))
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, ROWS + 1);
  const file = join(root, 'rows.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const folder = dataFolder(join(root, engine));
  const said = await replay(setting, file, '--map', map, '--data', folder.root, '--json');
  const { replay: summary, ledger } = JSON.parse(said) as { replay: ReplaySummary; ledger: LedgerEntry };
  expect([messageDifference(ledger), valueDifference(ledger)]).toEqual([0, 0]);
  expect(summary.rows.read).toBe(lines.length - 1);

  const store = await openStore({ setting, folder, generation: 1, onDamage: () => undefined });
  const stored = new Map((await store.catalogue()).map((series) => [series.channel, series]));
  await store.close();
  const rows = parse<Record<string, string>>(lines.join('\n'), { columns: true, skip_empty_lines: true });
  for (const [column, { channel, factor }] of Object.entries(COLUMNS)) {
    const values = rows
      .map((row) => row[column])
      .filter((text) => text !== 'NA' && text !== '')
      .map(Number);
    const sum = values.reduce((total, value) => total + value * factor, 0);
    expect(stored.get(channel)?.count, `${column}: rows`).toBe(values.length);
    expect(Math.abs((stored.get(channel)?.sum ?? Number.NaN) - sum), `${column}: sum`).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(sum)),
    );
  }
  expect(ledger.values.acceptedOnTime + ledger.values.acceptedLate).toBe(summary.values.sent);
}

function replay(store: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const all = ['--import', 'tsx', path('../../citynerve.ts'), 'replay', ...args];
    const env = { ...process.env, CITYNERVE_STORE: store };
    execFile(process.execPath, all, { maxBuffer: 64_000_000, env }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}
