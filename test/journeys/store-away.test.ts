import { readFileSync } from 'node:fs';
import { afterEach, describe, expect } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { eventually } from '../harness/eventually.ts';
import { mountSmallDisk, type SmallDisk, testWithSmallDisk } from '../harness/small-disk.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const DEVICES = ['drain-1', 'drain-2', 'drain-3', 'drain-4'];
/** Far more than the two batches that may be in flight. */
const MESSAGES_EACH = 8_000;

describe('a store that takes nothing while devices publish', () => {
  let city: TestCity | undefined;
  let disk: SmallDisk | undefined;
  afterEach(() => city?.close());

  testWithSmallDisk('the journal grows, the brain does not, and then it catches up', async () => {
    city = await startTestCity({
      devices: DEVICES.map((id) => testDevice(id, 'drain-level')),
      beforeStart: (folder) => {
        disk = mountSmallDisk(64, `${folder.root}/store`);
      },
      afterStop: () => disk?.unmount(),
    });
    const here = city;
    const clients = await Promise.all(DEVICES.map((id) => here.connect(id)));
    disk?.fill();
    const startedAt = Date.now() - 600_000;
    const publish = (id: string, index: number, from: number, until: number) =>
      Promise.all(
        Array.from({ length: until - from }, (_, step) => {
          const seq = from + step;
          const payload = JSON.stringify({
            boot: 'b',
            seq,
            ts: startedAt + seq,
            values: { level: 1 + (seq % 10) / 10 },
          });
          return clients[index]?.publishAsync(`city/v1/devices/${id}/telemetry`, payload, { qos: 1 });
        }),
      );
    const batch = 1_000;
    const memory: number[] = [];
    for (let from = 0; from < MESSAGES_EACH; from += batch) {
      await Promise.all(DEVICES.map((id, index) => publish(id, index, from, from + batch)));
      memory.push(residentMebibytes(here.running.supervisor.pids()['brain'] as number));
    }
    const ready = await here.fetch('/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('takes nothing');
    const { lag } = await here.get<{ lag: { records: number } }>('/api/city');
    expect(lag.records).toBeGreaterThan(MESSAGES_EACH);

    // Accepted by the fold and not yet stored: counted as waiting, or unknown while the store hangs.
    const behind = (await here.ledger(DEVICES[0])).store;
    if (behind !== null) expect(behind.waiting).toBeGreaterThan(0);

    disk?.free();
    await eventually(() => here.folded());
    for (const id of DEVICES) {
      const account = await here.ledger(id);
      expect(account.values.acceptedOnTime + account.values.acceptedLate).toBe(MESSAGES_EACH);
      expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
      expect(account.store).toMatchObject({ taken: MESSAGES_EACH, equalAlready: 0, differentAlready: 0, waiting: 0 });
    }
    await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
    // The first part fills caches; after it a backlog of tens of thousands must not increase memory.
    const [early, late] = [memory[1] ?? 0, memory.at(-1) ?? 0];
    process.stdout.write(
      `brain with a stopped store: ${memory.map((mebibytes) => mebibytes.toFixed(0)).join(' ')} MiB\n`,
    );
    expect(late - early).toBeLessThan(100);
  });
});

function residentMebibytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1]) / 1024;
}
