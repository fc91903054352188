import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openJournal } from '../../journal/open-journal.ts';
import type { PublicationRecord } from '../../model/journal-record.ts';

/**
 * Cost of the journal: `node --import tsx test/bench/journal.ts [--records 500000] [--runs 3] [--folder DIR]`.
 * Writes records of about 200 bytes in calls of 500, as a gateway does, then reads, checks and opens them again.
 */
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '3' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const recordCount = Number(values.records);
const runCount = Number(values.runs);
const CALL_RECORDS = 500;

interface Cost {
  readonly seconds: number;
  readonly cpuMicros: number;
}

const costs = new Map<string, Cost[]>();

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const cpuBefore = process.cpuUsage();
  const before = process.hrtime.bigint();
  await work();
  const cpu = process.cpuUsage(cpuBefore);
  const cost = { seconds: Number(process.hrtime.bigint() - before) / 1e9, cpuMicros: cpu.user + cpu.system };
  costs.set(name, [...(costs.get(name) ?? []), cost]);
}

const payload = Buffer.from(
  JSON.stringify({ values: { rain: 1.25, level: 0.42 }, seq: 123_456, boot: 'a1', note: 'x'.repeat(60) }),
);
const record = (n: number): PublicationRecord => ({
  kind: 'publication',
  receivedAt: 1_700_000_000_000 + n,
  wallAt: 1_700_000_000_000 + n,
  deviceId: `rain-gauge-${n % 1000}`,
  topic: `city/v1/devices/rain-gauge-${n % 1000}/telemetry`,
  payload,
  qos: 1,
  retain: false,
  dup: false,
  messageId: n % 65_536,
  connection: n % 1000,
});

async function run(): Promise<void> {
  const directory = mkdtempSync(join(values.folder, 'citynerve-bench-'));
  try {
    const writer = await openJournal(directory).openWriter({ wallNow: () => 0 });
    await measure('append, durable', async () => {
      for (let n = 0; n < recordCount; n += CALL_RECORDS) {
        await writer.append(Array.from({ length: CALL_RECORDS }, (_, k) => record(n + k)));
      }
    });
    const reader = openJournal(directory).openReader();
    const drain = async (): Promise<void> => {
      let seen = 0;
      for await (const batch of reader.read({ from: 0, until: writer.durableOffset })) seen += batch.records.length;
      if (seen !== writer.durableOffset) throw new Error(`read ${seen} of ${writer.durableOffset} records`);
    };
    await measure('read', drain);
    await writer.retain(0);
    await measure('read, partly compressed', drain);
    await reader.close();
    await writer.close();
    await measure('verify', () => openJournal(directory).verify());
    await measure('open again', async () => (await openJournal(directory).openWriter({ wallNow: () => 0 })).close());
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

for (let n = 0; n < runCount; n++) await run();
process.stdout.write(`${recordCount} records of ${payload.length} payload bytes, medians of ${runCount} runs\n`);
for (const [name, list] of costs) {
  const seconds = median(list.map((cost) => cost.seconds));
  const cpu = median(list.map((cost) => cost.cpuMicros)) / recordCount;
  const rate = Math.round(recordCount / seconds).toLocaleString('en');
  process.stdout.write(
    `${name.padEnd(26)} ${rate.padStart(12)} records/s ${cpu.toFixed(2).padStart(7)} CPU us/record ${seconds.toFixed(3).padStart(9)} s\n`,
  );
}
