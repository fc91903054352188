import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import { connectGateway } from '../../ipc/gateway-client.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Alert } from '../../model/alert.ts';
import type { CityStatus } from '../../model/city-status.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import { eventually } from '../harness/eventually.ts';
import { foldedAnew, shown } from '../harness/folded-anew.ts';
import { journalledPublication } from '../harness/journalled-publication.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';
import { JUMPING_GATEWAY, setWallJump } from '../harness/wall-jump.ts';

/** Amendments of a journal of which retention has cut the beginning. */
const YEARS = 1461 * 86_400_000;
const CELL = { zoneId: 'cell', deviceId: null };
const DEVICES = ['depth-1', 'depth-2', 'depth-3'];

let city: TestCity | undefined;
afterEach(() => city?.close());

/** A city after months: retention has cut the first readings, which are in the store only. */
async function startCutCity() {
  const here = await startTestCity({
    devices: DEVICES.map((id) => testDevice(id, 'road-flood-depth', { latitude: 22.53 })),
    gatewayFile: JUMPING_GATEWAY,
    beforeStart: ({ root }) => setWallJump(root, 0),
  });
  city = here;
  const say = async (deviceId: string, values: object) => {
    const gauge = await here.connect(deviceId);
    await gauge.publishAsync(`city/v1/devices/${deviceId}/telemetry`, JSON.stringify({ values }), { qos: 1 });
    await gauge.endAsync();
  };
  for (let depth = 1; depth <= 5; depth += 1) await say('depth-1', { depth, unheard: 1 });
  await say('depth-2', { depth: 'deep' });
  await here.folded();
  await here.running.close();
  const { retain, append } = writerOf(here);
  await append(journalledPublication('depth-2', '{"values":{"depth":6}}', 1));
  await here.restart();
  await say('depth-3', { depth: 7 });
  await here.folded();
  await here.running.close();
  const whole = mkdtempSync(join(here.folder.root, 'whole-'));
  cpSync(here.folder.journal, join(whole, 'journal'), { recursive: true });
  await retain();
  await here.restart();
  return { here, say, whole: dataFolder(whole) };
}

/** The journal of a stopped city, in which each opening begins a new segment. */
function writerOf({ folder }: TestCity) {
  const open = () =>
    openJournal(folder.journal).openWriter({
      wallNow: Date.now,
      segmentBytes: 1,
      retention: { maxAgeDays: 0, maxDiskShare: 0 },
    });
  return {
    async append(record: ReturnType<typeof journalledPublication>) {
      const writer = await open();
      await writer.append([record]);
      await writer.close();
    },
    async retain() {
      const writer = await open();
      await writer.append([journalledPublication('depth-2', '{"values":{"depth":8}}', 2)]);
      // As retention does: no farther than the fold.
      const documents = openDocuments(folder.documents);
      await writer.retain(documents.checkpoints()[0]?.nextOffset ?? 0);
      documents.close();
      await writer.close();
    },
  };
}

/** Puts what is in the journal now over the copy that still has its beginning. */
const addTo = (whole: string, { folder }: TestCity): void =>
  cpSync(folder.journal, whole, { recursive: true, filter: (path) => !basename(path).includes('cut') });

const firstOffset = async (here: TestCity): Promise<number> => {
  const reader = openJournal(here.folder.journal).openReader();
  return reader.firstOffset().finally(() => reader.close());
};

test('a stretch of 2030 in a cut journal is shifted, and all that is shown is as if nothing had been cut', async () => {
  const { here, say, whole } = await startCutCity();
  expect(await firstOffset(here)).toBeGreaterThan(5);
  const clock = (...args: string[]) => runCitynerve(here, 'clock', ...args);
  const ready = async () => (await here.fetch('/readyz')).text();
  await say('depth-1', { depth: 9 });
  await here.folded();
  setWallJump(here.folder.root, YEARS);
  await eventually(async () => expect((await clock()).text).toContain('held since'));
  expect(await clock('accept')).toMatchObject({ code: 0 });
  await say('depth-2', { depth: 61 });
  await say('depth-2', { depth: 'deep', unheard: 2 });
  await here.folded();
  await here.running.close();
  setWallJump(here.folder.root, 0);
  await here.restart();
  await say('depth-3', { depth: 60 });
  await here.folded();
  const printed = /npm run citynerve -- clock shift (\d+-) /.exec((await clock()).text)?.[1] ?? 'none';
  expect(await clock('shift', printed)).toMatchObject({ code: 0 });
  await eventually(async () => expect(await ready()).toContain('generation-2/readings.duckdb'));
  await say('depth-1', { depth: 11 });
  await here.folded();

  const path = `/api/readings?from=0&until=${Date.now() + 2 * YEARS}&limit=1000`;
  const { readings } = await here.get<{ readings: readonly Reading[] }>(path);
  expect(readings.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 60, 61]);
  const { alerts } = await here.get<{ alerts: readonly Alert[] }>('/api/alerts?status=all');
  expect(alerts.length).toBeGreaterThan(0);
  for (const { raisedAt } of alerts) expect(raisedAt).toBeLessThan(Date.now() + 1_000);
  for (const { observedAt } of readings) expect(observedAt).toBeLessThan(Date.now() + 1_000);
  const account = await here.ledger();
  expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
  expect(account.store).toMatchObject({ taken: 12, waiting: 0 });

  await here.running.close();
  const { number } = readGeneration(here.folder);
  const now = await shown(here.folder, number);
  addTo(whole.journal, here);
  expect(JSON.stringify(await foldedAnew(whole, now.cursor ?? 0))).toBe(JSON.stringify(now));
  rmSync(whole.root, { recursive: true });
  await here.restart();
  expect(await ready()).toContain('generation-2/readings.duckdb');
});

test('an amendment of what was cut is said once and stays undone; a later one is applied all the same', async () => {
  const { here, say, whole } = await startCutCity();
  rmSync(whole.root, { recursive: true });
  const brain = () => here.running.supervisor.pids()['brain'];
  const active = async () => (await here.get<{ alerts: readonly Alert[] }>('/api/alerts')).alerts;
  const trouble = async () => (await here.get<CityStatus>('/api/status')).build?.trouble ?? null;
  const gateway = connectGateway(here.folder.gatewaySocket);
  const amend = (amendmentId: string, fromOffset: number) =>
    eventually(() =>
      gateway.append({
        kind: 'amendment',
        amendmentId,
        user: 'li',
        fromOffset,
        untilOffset: null,
        amendment: { type: 'extension-off', reason: 'a test', kind: 'scenario', id: 'waterlogging', ...CELL },
      }),
    );
  await amend('a', 1);
  await eventually(async () => expect(await trouble()).toContain('no checkpoint between those and the amendment'));
  expect(await trouble()).toContain('rebuild-store --forget-older');
  const pid = brain();
  await say('depth-1', { depth: 9 });
  await here.folded();
  const fromOffset = gateway.durableOffset ?? 0;
  await say('depth-3', { depth: 60 });
  await eventually(async () => expect(await active()).toMatchObject([{ zoneId: 'cell' }]));
  expect(brain()).toBe(pid);

  await amend('b', fromOffset);
  await gateway.close();
  await eventually(async () => expect(await (await here.fetch('/readyz')).text()).toContain('generation-2/readings'));
  expect(await active()).toEqual([]);
  await eventually(async () => expect(await trouble()).toContain('no checkpoint between those and the amendment'));
  const { readings } = await here.get<{ readings: readonly Reading[] }>(
    `/api/readings?from=0&until=${Date.now() + 1_000}`,
  );
  expect(readings.map(({ value }) => value).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 60]);
  const account = await here.ledger();
  expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
  expect(account.store).toMatchObject({ taken: 10, waiting: 0 });
});
