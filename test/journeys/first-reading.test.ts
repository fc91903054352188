import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const run = promisify(execFile);

describe('a device publishes for the first time', () => {
  let city: TestCity;
  beforeAll(async () => {
    city = await startTestCity({ devices: [testDevice('drain-1', 'drain-level')] });
  });
  afterAll(() => city.close());

  testWith(['mosquitto_pub'], 'its reading is stored in the canonical unit, located, and accounted for', async () => {
    await publish(city, '{"values":{"level":{"value":120,"unit":"cm"}}}');
    const reading = await eventually(async () => {
      const { readings } = await city.get<{ readings: Reading[] }>('/api/readings?device=drain-1&channel=level');
      expect(readings).toHaveLength(1);
      return readings[0];
    });
    expect(reading).toMatchObject({
      property: 'drain.level',
      value: 1.2,
      zoneId: 'underpass',
      quality: { level: 'good' },
    });
    const account = await eventually(async () => {
      const entry = await city.ledger('drain-1');
      expect(entry.values.acceptedOnTime).toBe(1);
      return entry;
    });
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
  });

  testWith(['mosquitto_pub'], 'and is still there after a restart', async () => {
    await city.restart();
    const { readings } = await city.get<{ readings: Reading[] }>('/api/latest?device=drain-1');
    expect(readings.map(({ value }) => value)).toEqual([1.2]);
  });
});

async function publish(city: TestCity, payload: string): Promise<void> {
  const id = 'drain-1';
  const where = ['-h', '127.0.0.1', '-p', `${city.running.mqttPort}`, '-i', id, '-u', id, '-P', city.token(id)];
  await run(PROGRAMS.mosquitto_pub, [...where, '-q', '1', '-t', `city/v1/devices/${id}/telemetry`, '-m', payload]);
}
