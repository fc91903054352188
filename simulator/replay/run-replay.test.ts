import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { startTestBroker, type TestBroker } from '../test-broker.ts';
import { parseReplayMap } from './parse-replay-map.ts';
import { type ReplayOptions, type ReplaySummary, runReplay } from './run-replay.ts';

const MAP = {
  devices: [
    { id: 'air-1', model: 'air-quality-station', provider: 'p', department: 'd', latitude: 1, longitude: 2 },
    { id: 'weather-1', model: 'weather-station', provider: 'p', department: 'd', latitude: 1, longitude: 2 },
  ],
  time: { column: 'time', format: 'YYYY-MM-DD HH:mm', timeZone: 'Europe/Berlin' },
  missing: ['NA', ''],
  channels: [
    { column: 'pm', device: 'air-1', channel: 'pm2_5', unit: 'ug/m3' },
    { column: 'temp', device: 'weather-1', channel: 'temperature', unit: 'Cel' },
  ],
};
const CSV = `time,pm,temp
2024-03-31 01:00,10,5
2024-03-31 02:00,NA,6
2024-03-31 04:00,12,NA
2024-03-31 05:00,NA,
2024-03-31 06:00,twelve,7
2024-03-31 07:00,13
not a time,14,8
2024-10-27 02:00,15,9
2024-10-27 03:00,16,10
`;

let broker: TestBroker;
let folder: string;

beforeEach(async () => {
  broker = await startTestBroker();
  folder = await mkdtemp(join(tmpdir(), 'citynerve-replay-'));
});
afterEach(async () => {
  await broker.close();
  await rm(folder, { recursive: true });
});

async function replay(more: Partial<ReplayOptions> = {}, content: string | Buffer = CSV): Promise<ReplaySummary> {
  const file = join(folder, 'rows.csv');
  await writeFile(file, content);
  return runReplay({
    file,
    map: parseReplayMap(stringify(MAP)),
    mqttUrl: broker.mqttUrl,
    deviceToken: () => 'token',
    clockToken: 'token',
    onProgress: () => {},
    signal: new AbortController().signal,
    checkpointFile: null,
    wait: async () => {},
    ...more,
  });
}

const telemetry = () => broker.heard.filter(({ from }) => from !== 'clock');

describe('a replay', () => {
  test('counts rows and values so that they add up', async () => {
    const { rows, values, messages, times, unreadable } = await replay();
    expect(rows).toEqual({ read: 9, published: 6, empty: 1, unreadable: 2 });
    expect(values).toEqual({ found: 14, sent: 9, missing: 4, notANumber: 1 });
    expect(messages).toBe(telemetry().length);
    expect(times).toEqual({ repeated: 1, shifted: 1 });
    expect(unreadable.map(({ row }) => row)).toEqual([6, 7]);
    const sent = telemetry().reduce((sum, { payload }) => sum + Object.keys(JSON.parse(payload).values).length, 0);
    expect(sent).toBe(values.sent);
  });

  test('sets the clock to the time of a row before it publishes the row, and never back', async () => {
    await replay();
    let now = 0;
    for (const { topic, payload } of broker.heard) {
      const message = JSON.parse(payload);
      if (topic === 'city/v1/clock') expect(message.now).toBeGreaterThan(now);
      else expect(message.ts).toBe(now);
      now = message.now ?? now;
    }
  });

  test('reads gzip as well', async () => {
    const { rows } = await replay({}, gzipSync(CSV));
    expect(rows.read).toBe(9);
  });

  test('rows within the step share a clock step and keep their order', async () => {
    const map = parseReplayMap(stringify({ ...MAP, stepSeconds: 7200 }));
    const { clockTicks, rows } = await replay({ map });
    expect(rows.published).toBe(6);
    expect(clockTicks).toBe(3);
    const sequence = telemetry()
      .filter(({ from }) => from === 'air-1')
      .map(({ payload }) => JSON.parse(payload).seq);
    expect(sequence).toEqual([...sequence].sort((one, other) => one - other));
  });

  test('resumes after a stop, and its counts cover the whole file', async () => {
    const checkpointFile = join(folder, 'checkpoint.json');
    const stopping = new AbortController();
    const first = await replay({
      checkpointFile,
      signal: stopping.signal,
      onProgress: ({ counts }) => {
        if (counts.rows.read >= 4) stopping.abort();
      },
    });
    expect(first).toMatchObject({ isStopped: true, rows: { read: 4 } });
    const second = await replay({ checkpointFile });
    expect(second).toMatchObject({ isStopped: false, resumedAfterRow: 4, rows: { read: 9, published: 6 } });
    expect(new Set(broker.heard.map(({ from, payload }) => `${from} ${payload}`)).size).toBe(broker.heard.length);
    expect(second.messages).toBe(telemetry().length);
    const third = await replay({ checkpointFile });
    expect(third).toEqual({ ...second, resumedAfterRow: 9, unreadable: [] });
  });

  test('refuses the checkpoint of another file, and a file without the columns of the map', async () => {
    const checkpointFile = join(folder, 'checkpoint.json');
    await replay({ checkpointFile });
    await expect(replay({ checkpointFile }, `${CSV}2024-10-27 04:00,1,2\n`)).rejects.toThrow('belongs to rows.csv');
    await expect(replay({}, 'time,temp\n2024-03-31 01:00,5\n')).rejects.toThrow('has no column pm');
  });

  test('a truncated gzip file is an error, not the end', async () => {
    const whole = gzipSync(CSV.repeat(50));
    await expect(replay({}, whole.subarray(0, whole.length - 20))).rejects.toThrow();
  });
});
