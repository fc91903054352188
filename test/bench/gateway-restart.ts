import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openJournal } from '../../journal/open-journal.ts';
import type { JournalRecord } from '../../model/journal-record.ts';
import { FREE_PORTS } from '../harness/test-city.ts';
import { layBenchCity } from './bench-city.ts';
import { medianOf } from './statistics.ts';

const BATCH = 8_192;
const STARTS = 5;
const PAYLOAD = Buffer.from(JSON.stringify({ boot: 'bench', seq: 1, ts: 1_780_000_000_000, values: { level: 1.25 } }));

/**
 * Seconds from the start of the gateway's process until it accepts connections, with `records` in its journal; median
 * of five starts.
 */
export async function measureGatewayRestart(
  records: number,
): Promise<{ readonly empty: number; readonly full: number }> {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-bench-'));
  try {
    const { folder } = layBenchCity(join(root, 'city'), { devices: 500, payload: 'json-1' });
    const start = async (): Promise<number> => {
      const took: number[] = [];
      for (let n = 0; n < STARTS; n += 1) took.push(await startOnce(folder.root));
      return medianOf(took);
    };
    const empty = await start();
    const writer = await openJournal(folder.journal).openWriter({ wallNow: Date.now });
    const from = writer.lastReceivedAt ?? 0;
    for (let written = 0; written < records; written += BATCH) {
      const receivedAt = from + Math.floor(written / 10);
      await writer.append(Array.from({ length: BATCH }, (_, index) => publication(index, receivedAt)));
    }
    await writer.close();
    return { empty, full: await start() };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const publication = (index: number, receivedAt: number): JournalRecord => ({
  kind: 'publication',
  deviceId: `bench-${index % 500}`,
  topic: `city/v1/devices/bench-${index % 500}/telemetry`,
  qos: 1,
  retain: false,
  dup: false,
  messageId: (index % 65_000) + 1,
  connection: 1,
  payload: PAYLOAD,
  receivedAt,
  wallAt: receivedAt,
});

async function startOnce(data: string): Promise<number> {
  const startedAt = performance.now();
  const child: ChildProcess = fork(
    fileURLToPath(new URL('../../processes/gateway/gateway.ts', import.meta.url)),
    ['--data', data],
    {
      execArgv: [],
      env: { ...process.env, ...FREE_PORTS, CITYNERVE_LOG_LEVEL: 'error' },
    },
  );
  await once(child, 'message');
  const seconds = (performance.now() - startedAt) / 1000;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return seconds;
}
