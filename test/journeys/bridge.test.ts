import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCredentials } from '../../city/credentials.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { freePort } from '../harness/free-port.ts';
import { describeWith, PROGRAMS } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const run = promisify(execFile);
const IDS = Array.from({ length: 10 }, (_, index) => `drain-${index + 1}`);

describeWith(['mosquitto', 'mosquitto_pub'], 'ten devices behind a mosquitto bridge with its default settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-bridge-'));
  let city: TestCity;
  let mosquitto: ChildProcess;
  let port: number;

  beforeAll(async () => {
    let token = '';
    city = await startTestCity({
      devices: IDS.map((id) => testDevice(id, 'drain-level', { bridge: 'harbour' })),
      beforeStart(data) {
        token = openCredentials(data.credentials).issue(['harbour']).get('harbour') ?? '';
      },
    });
    port = await freePort();
    const settings = join(folder, 'mosquitto.conf');
    writeFileSync(
      settings,
      `listener ${port} 127.0.0.1
allow_anonymous true
connection city
address 127.0.0.1:${city.running.mqttPort}
topic city/v1/devices/# out 1
remote_username harbour
remote_password ${token}
`,
    );
    mosquitto = spawn(PROGRAMS.mosquitto, ['-c', settings], { stdio: 'ignore' });
  });
  afterAll(async () => {
    const ended = once(mosquitto, 'exit');
    mosquitto.kill();
    await ended;
    await city.close();
    rmSync(folder, { recursive: true });
  });

  test('each message lands as a reading of its device, and the accounts balance', async () => {
    for (const [index, id] of IDS.entries()) {
      const payload = `{"values":{"level":${index / 10}}}`;
      const message = ['-p', `${port}`, '-q', '1', '-t', `city/v1/devices/${id}/telemetry`, '-m', payload];
      // Until mosquitto listens, its client is refused.
      await eventually(() => run(PROGRAMS.mosquitto_pub, ['-h', '127.0.0.1', ...message]));
    }
    await eventually(async () => {
      const { readings } = await city.get<{ readings: Reading[] }>('/api/latest');
      expect(readings.map(({ deviceId, value }) => [deviceId, value]).sort()).toEqual(
        IDS.map((id, index) => [id, index / 10]).sort(),
      );
    });
    const totals = await city.ledger();
    expect(totals.messages).toMatchObject({ received: IDS.length, decoded: IDS.length, rejected: 0 });
    expect([messageDifference(totals), valueDifference(totals)]).toEqual([0, 0]);
  });
});
