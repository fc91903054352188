import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../commands/backup-manifest.ts';
import type { Alert } from '../../model/alert.ts';
import { type LedgerEntry, messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { citynerve, startCitynerve } from '../harness/command-line.ts';
import { eventually } from '../harness/eventually.ts';
import { type ExistingCity, startExistingCity } from '../harness/existing-city.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { describeWith } from '../harness/real-programs.ts';
import { playStorm, STORM_DEVICES } from '../harness/storm.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const START = Date.UTC(2026, 6, 8, 6);
const LOADED = ['load-1', 'load-2', 'load-3', 'load-4'];
const DEVICES = [...STORM_DEVICES, ...LOADED.map((id) => testDevice(id, 'drain-level'))];
const IN_FLIGHT = 16;

type Spoken = Pick<TestCity, 'get' | 'fetch'>;

/** Four devices publish continuously, each with several messages in flight. */
async function loadUnderWay(city: TestCity, startAt: number) {
  const sent = new Map<string, number>();
  let acknowledged = 0;
  let isStopping = false;
  const publish = async (id: string): Promise<void> => {
    const client = await city.connect(id);
    const topic = `city/v1/devices/${id}/telemetry`;
    const worker = async (): Promise<void> => {
      while (!isStopping) {
        const seq = sent.get(id) ?? 0;
        sent.set(id, seq + 1);
        const message = { boot: 'drill', seq, ts: startAt + seq, values: { level: (seq % 200) / 100 } };
        await client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
        acknowledged += 1;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  };
  const done = Promise.all(LOADED.map(publish));
  return {
    acknowledged: () => acknowledged,
    async stop() {
      isStopping = true;
      await done;
    },
  };
}

/** Number and sum of values by channel, of records below an offset. */
async function sums(city: Spoken, below: number): Promise<ReadonlyMap<string, readonly [count: number, sum: number]>> {
  const found = new Map<string, [number, number]>();
  for (const { id } of DEVICES) {
    for (let from = START - 1; ; ) {
      const path = `/api/readings?device=${id}&from=${from}&until=${START + 86_400_000}&limit=50000`;
      const { readings } = await city.get<{ readings: Reading[] }>(path);
      for (const { channel, value, offset } of readings) {
        if (offset >= below) continue;
        const [count, sum] = found.get(`${id} ${channel}`) ?? [0, 0];
        found.set(`${id} ${channel}`, [count + 1, sum + value]);
      }
      if (readings.length < 50_000) break;
      from = (readings.at(-1)?.observedAt ?? 0) + 1;
    }
  }
  return found;
}

async function alertTexts(city: Spoken): Promise<readonly string[]> {
  const { alerts } = await city.get<{ alerts: Alert[] }>('/api/alerts?status=all&limit=1000');
  return Promise.all(alerts.map(async ({ id }) => (await city.fetch(`/api/alerts/${id}`)).text()));
}

describe('a backup of a city under load, restored elsewhere', () => {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-backup-'));
  const backup = join(root, 'backup');
  const data = join(root, 'restored');
  let city: TestCity;
  let restored: ExistingCity | undefined;

  beforeAll(async () => {
    city = await startTestCity({ devices: DEVICES, clock: 'driven' });
    const now = await playStorm({ connect: (name) => city.connect(name), startAt: START, minutes: 70 });
    await eventually(async () => expect((await alertTexts(city)).length).toBeGreaterThan(0));
    const load = await loadUnderWay(city, now - 3_600_000);
    await eventually(() => expect(load.acknowledged()).toBeGreaterThan(1_000));
    const before = load.acknowledged();
    const { code, text } = await citynerve('backup', backup, '--data', city.folder.root);
    expect(code, text).toBe(0);
    expect(text).toContain('the running city');
    expect(text).toContain('secrets');
    const during = load.acknowledged() - before;
    const last = load.acknowledged();
    await eventually(() => expect(load.acknowledged()).toBeGreaterThan(last + 1_000));
    await load.stop();
    await city.folded();
    const { journal, documents, files } = readManifest(backup);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    process.stdout.write(
      `backup under load: ${before} acknowledged before, ${during} during, ${load.acknowledged()} in all; ` +
        `journal to ${journal.nextOffset}, folds go on at ${documents.nextOffset}, ${files.length} files, ${bytes} bytes\n`,
    );
    expect(during).toBeGreaterThan(0);
    expect(journal.nextOffset).toBeGreaterThan(before);
  });
  afterAll(async () => {
    await restored?.close();
    await city?.close();
    rmSync(root, { recursive: true, force: true });
  });

  test('is refused when a file of it is missing or altered, and nothing is written', async () => {
    const file = join(backup, 'devices.csv');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('acme', 'acmf'));
    const altered = await citynerve('restore', backup, '--data', data);
    expect([altered.code, altered.text]).toEqual([2, expect.stringContaining('devices.csv was altered')]);
    unlinkSync(file);
    const missing = await citynerve('restore', backup, '--data', data);
    expect([missing.code, missing.text]).toEqual([2, expect.stringContaining('devices.csv is missing')]);
    expect(existsSync(data)).toBe(false);
    writeFileSync(file, text);
  });

  test('is never restored over a city, and no backup is written over anything', async () => {
    const over = await citynerve('restore', backup, '--data', city.folder.root);
    expect([over.code, over.text]).toEqual([2, expect.stringContaining('never writes over a city')]);
    const again = await citynerve('backup', backup, '--data', city.folder.root);
    expect([again.code, again.text]).toEqual([2, expect.stringContaining('is not empty')]);
    expect(readManifest(backup).format).toBe(1);
    const inside = await citynerve('backup', join(city.folder.root, 'copy'), '--data', city.folder.root);
    expect([inside.code, inside.text]).toEqual([2, expect.stringContaining('lies in the data folder')]);
    const half = join(root, 'half');
    mkdirSync(half);
    const interrupted = await citynerve('restore', half, '--data', data);
    expect([interrupted.code, interrupted.text]).toEqual([2, expect.stringContaining('no backup')]);
  });

  test('that fails leaves nothing that looks like a backup', async () => {
    const { brainSocket, root: running } = city.folder;
    const failed = join(root, 'failed');
    renameSync(brainSocket, `${brainSocket}.away`);
    const { code, text } = await citynerve('backup', failed, '--data', running);
    renameSync(`${brainSocket}.away`, brainSocket);
    expect([code, text]).toEqual([1, expect.stringContaining('the brain does not answer')]);
    expect(existsSync(failed)).toBe(false);
  });

  test('killed halfway cannot be restored and blocks nothing, and the next one is complete', async () => {
    const killed = join(root, 'killed');
    const running = startCitynerve('backup', killed, '--data', city.folder.root);
    await eventually(() => expect(readdirSync(killed).length).toBeGreaterThan(0));
    running.kill('SIGKILL');
    await once(running, 'exit');
    expect(existsSync(join(killed, 'manifest.json'))).toBe(false);
    const restoring = await citynerve('restore', killed, '--data', data);
    expect([restoring.code, restoring.text]).toEqual([2, expect.stringContaining('no backup')]);
    expect(existsSync(data)).toBe(false);
    const next = join(root, 'next');
    const { code, text } = await citynerve('backup', next, '--data', city.folder.root);
    expect(code, text).toBe(0);
    rmSync(next, { recursive: true });
  });

  test('is the same city: readings, alerts to the byte, a ledger that balances, the old credentials', async () => {
    const { code, text } = await citynerve('restore', backup, '--data', data);
    expect(code, text).toBe(0);
    expect(statSync(join(data, 'secrets', 'credentials.json')).mode & 0o777).toBe(0o600);
    restored = await startExistingCity(data);
    await restored.folded();
    const { nextOffset } = readManifest(backup).journal;
    const [there, here] = [await sums(restored, nextOffset), await sums(city, nextOffset)];
    expect(there.size).toBeGreaterThan(DEVICES.length);
    expect(there).toEqual(here);
    const alerts = await alertTexts(restored);
    expect(alerts.length).toBeGreaterThan(0);
    expect(alerts).toEqual(await alertTexts(city));

    const { entries } = await restored.get<{ entries: LedgerEntry[] }>('/api/ledger');
    expect(entries.map(({ deviceId }) => deviceId).sort()).toEqual(DEVICES.map(({ id }) => id).sort());
    for (const account of entries) expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    for (const id of LOADED) {
      const account = entries.find(({ deviceId }) => deviceId === id);
      expect(account?.messages.received).toBe(there.get(`${id} level`)?.[0]);
    }

    const device = await restored.connect('load-1', city.token('load-1'));
    const message = { boot: 'restored', seq: 1, values: { level: 1.5 } };
    await device.publishAsync('city/v1/devices/load-1/telemetry', JSON.stringify(message), { qos: 1 });
    await restored.folded();
    const [id] = alerts.map((alert) => (JSON.parse(alert) as Alert).id);
    const verified = await citynerve('verify', id ?? 'none', '--refold', '--data', data);
    expect([verified.code, verified.text]).toEqual([0, expect.stringContaining('same')]);
  });

  test('a stopped city can be backed up as well, and restored completely', async () => {
    await restored?.close();
    restored = undefined;
    const [second, third] = [join(root, 'second'), join(root, 'third')];
    const { code, text } = await citynerve('backup', second, '--data', data);
    expect([code, text]).toEqual([0, expect.stringContaining('the stopped city')]);
    expect((await citynerve('restore', second, '--data', third)).code).toBe(0);
    restored = await startExistingCity(third);
    await restored.folded();
    const { nextOffset } = readManifest(backup).journal;
    expect(await sums(restored, nextOffset)).toEqual(await sums(city, nextOffset));
    expect(await alertTexts(restored)).toEqual(await alertTexts(city));
  });
});

describeWith(['influxd'], 'a backup of a city whose readings lie on a server [influxd]', () => {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-backup-'));
  const servers: Influxd[] = [];
  let city: TestCity | undefined;
  let restored: ExistingCity | undefined;
  afterAll(async () => {
    await restored?.close();
    await city?.close();
    for (const server of servers) await server.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test('reports it, and an empty server is filled again from the journal', async () => {
    const [first, second] = [await startInfluxd(), await startInfluxd()];
    servers.push(first, second);
    const store = ({ host, port }: Influxd) => `influx://${host}:${port}/citynerve?version=1`;
    city = await startTestCity({ devices: DEVICES, settings: { store: store(first) } });
    const device = await city.connect('load-1');
    const topic = 'city/v1/devices/load-1/telemetry';
    const startAt = Date.now() - 600_000;
    for (let seq = 0; seq < 300; seq += 1) {
      const message = { boot: 'b', seq, ts: startAt + seq, values: { level: (seq % 200) / 100 } };
      await device.publishAsync(topic, JSON.stringify(message), { qos: 1 });
    }
    await city.folded();
    const { code, text } = await citynerve('backup', join(root, 'backup'), '--data', city.folder.root);
    expect([code, text]).toEqual([0, expect.stringContaining('are not in it: back that up with its own tools')]);
    const data = join(root, 'restored');
    expect((await citynerve('restore', join(root, 'backup'), '--data', data)).code).toBe(0);
    restored = await startExistingCity(data, { CITYNERVE_STORE: store(second) });
    const here = restored;
    await eventually(async () => {
      const path = `/api/readings?device=load-1&from=${startAt}&until=${startAt + 1_000}&limit=1000`;
      expect((await here.get<{ readings: Reading[] }>(path)).readings).toHaveLength(300);
    });
  });
});
