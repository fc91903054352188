import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { EMPTY_CITY } from '../../city/empty-city.ts';
import { SAMPLE_CITY_YAML } from '../../city/sample-city-yaml.ts';
import { writeCity } from '../../city/write-city.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { JournalRecord } from '../../model/journal-record.ts';
import { openGateway } from './open-gateway.ts';

const NOON = Date.UTC(2026, 5, 1, 4);
const HOUR = 3_600_000;
const log = pino({ level: 'error' }, { write: () => {} });

/** A stopped city, and a port that is in use. */
async function stage() {
  const root = join(mkdtempSync(join(tmpdir(), 'citynerve-')), 'city');
  writeCity(dataFolder(root), { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY });
  const neighbour = createServer();
  await once(neighbour.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    neighbour.close();
    rmSync(root, { recursive: true });
  });
  const environment = (ports: { readonly mqtt: number; readonly ws: number; readonly status: number }) => ({
    CITYNERVE_LOG_LEVEL: 'error',
    CITYNERVE_GATEWAY_MQTT_PORT: `${ports.mqtt}`,
    CITYNERVE_GATEWAY_WS_PORT: `${ports.ws}`,
    CITYNERVE_GATEWAY_STATUS_PORT: `${ports.status}`,
  });
  return { folder: dataFolder(root), taken: (neighbour.address() as AddressInfo).port, environment };
}

describe('a gateway of which one part fails to open', () => {
  test.each([
    ['its MQTT port', (taken: number) => ({ mqtt: taken, ws: 0, status: 0 })],
    ['its WebSocket port', (taken: number) => ({ mqtt: 0, ws: taken, status: 0 })],
    ['its status port, the last of all', (taken: number) => ({ mqtt: 0, ws: 0, status: taken })],
  ])('because somebody has %s, closes what was opened, the journal last', async (_, ports) => {
    const { folder, taken, environment } = await stage();
    const opening = openGateway(folder.root, log, { environment: environment(ports(taken)) });
    await expect(opening).rejects.toMatchObject({ code: 'EADDRINUSE', port: taken });
    expect(existsSync(folder.gatewaySocket)).toBe(false);
    // The journal writes this file when it is closed properly.
    expect(readFileSync(join(folder.journal, 'end.json'), 'utf8')).toContain('nextOffset');
    openJournal(folder.journal).lock(0)();
    const after = await openGateway(folder.root, log, { environment: environment({ mqtt: 0, ws: 0, status: 0 }) });
    await after.close();
  });

  test('opens nothing when a file of devices is wrong', async () => {
    const { folder, environment } = await stage();
    writeFileSync(folder.devicesCsv, 'nonsense');
    const opening = openGateway(folder.root, log, { environment: environment({ mqtt: 0, ws: 0, status: 0 }) });
    await expect(opening).rejects.toThrow(folder.devicesCsv);
    expect(existsSync(folder.journal)).toBe(false);
  });
});

test('a start with changed files says since when nothing was received, before what has changed', async () => {
  const { folder, environment } = await stage();
  const quiet = { environment: environment({ mqtt: 0, ws: 0, status: 0 }) };
  const first = await openGateway(folder.root, log, { ...quiet, wallNow: () => NOON });
  await first.close();
  appendFileSync(folder.devicesCsv, 'drain-1,drain-level,,water,acme,22.5,114,,,\n');
  const second = await openGateway(folder.root, log, { ...quiet, wallNow: () => NOON + HOUR });
  await second.close();
  const records: JournalRecord[] = [];
  const reader = openJournal(folder.journal).openReader();
  for await (const batch of reader.read({ from: 0, until: Number.MAX_SAFE_INTEGER })) records.push(...batch.records);
  await reader.close();
  const kinds = records.map(({ kind }) => kind);
  const gap = kinds.lastIndexOf('gap');
  expect(kinds.slice(gap)).toEqual(['gap', 'config']);
  expect(records[gap]).toMatchObject({ since: NOON, receivedAt: NOON + HOUR, openFrom: expect.any(Number) });
  // One for each start.
  expect(kinds.filter((kind) => kind === 'gap')).toHaveLength(2);
});
