import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { openGateway } from './open-gateway.ts';

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
