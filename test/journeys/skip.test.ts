import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterEach, expect } from 'vitest';
import { connectGateway } from '../../ipc/gateway-client.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { describeWith } from '../harness/real-programs.ts';
import { mountSmallDisk, type SmallDisk, testWithSmallDisk } from '../harness/small-disk.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

/** A series store that is away until the journal's disk is full: what `series.whenJournalFull` says happens. */
const DEVICE = 'drain-1';
const TOPIC = `city/v1/devices/${DEVICE}/telemetry`;
const DISK_MEBIBYTES = 256;
/**
 * So many of so much fill a segment of the journal (64 MiB) and begin the next; random, so that they do not get much
 * smaller.
 */
const LARGE_MESSAGES = 300;
const PADDING_BYTES = 192 * 1024;

let city: TestCity | undefined;
let influxd: Influxd | undefined;
let disk: SmallDisk | undefined;
afterEach(async () => {
  disk?.free();
  await city?.close();
  await influxd?.stop();
  [city, influxd, disk] = [undefined, undefined, undefined];
});

async function begin(whenJournalFull: 'stop' | 'skip') {
  const server = await startInfluxd();
  influxd = server;
  const here = await startTestCity({
    devices: [testDevice(DEVICE, 'drain-level')],
    settings: {
      store: `influx://${server.host}:${server.port}/citynerve?version=1`,
      series: { whenJournalFull },
      // Everything but what is needed may be cut as soon as a segment is closed.
      journal: { keepDiskShare: 0.1 },
      gateway: { maxPacketKibibytes: 512 },
    },
    beforeStart: ({ journal }) => {
      disk = mountSmallDisk(DISK_MEBIBYTES, journal);
    },
    afterStop: () => disk?.unmount(),
    // Roles are killed on purpose.
    longestWaitMillis: 500,
  });
  city = here;
  const client = await here.connect(DEVICE, { reconnectPeriod: 200, reconnectOnConnackError: true });
  const publish = createPublish(client);
  await publish(10);
  await eventually(async () => expect((await here.ledger(DEVICE)).store).toMatchObject({ taken: 10, waiting: 0 }));
  await server.kill('SIGKILL');
  await publish(LARGE_MESSAGES, PADDING_BYTES);
  // The first segment is closed and compressed, and its plain form gone: from here on only the test changes the disk.
  await eventually(() => {
    const ageing = readdirSync(here.folder.journal).filter((file) => file.startsWith('ageing-'));
    expect(ageing.map((file) => extname(file)).sort()).toEqual(['.seg', '.zst']);
  });
  return { here, server, publish };
}

/** Publishes so many more readings, a minute apart from each other, and waits for every acknowledgement. */
function createPublish(client: MqttClient) {
  const startedAt = Date.now() - 3_600_000;
  let seq = 0;
  return async (count: number, paddingBytes = 0) => {
    for (const until = seq + count; seq < until; ) {
      const some = Array.from({ length: Math.min(20, until - seq) }, () => {
        const values = { level: 1 + (seq % 10) / 10 };
        const note = randomBytes(paddingBytes).toString('base64');
        const message = { boot: 'b', seq, ts: startedAt + seq * 1_000, values, note };
        seq += 1;
        return client.publishAsync(TOPIC, JSON.stringify(message), { qos: 1 });
      });
      await Promise.all(some);
    }
  };
}

/** What the journal says that the store is never given, and from where on it still has everything. */
async function journalOf(here: TestCity) {
  const reader = openJournal(here.folder.journal).openReader();
  try {
    const skipped: { readonly fromOffset: number; readonly untilOffset: number | null; readonly reason: string }[] = [];
    for await (const { records } of reader.read({ from: 0, until: Number.MAX_SAFE_INTEGER, kinds: 'lasting' })) {
      for (const record of records) {
        if (record.kind !== 'amendment' || record.amendment.type !== 'series-skipped') continue;
        const { fromOffset, untilOffset, amendment } = record;
        skipped.push({ fromOffset, untilOffset, reason: amendment.reason });
      }
    }
    return { skipped, firstOffset: await reader.firstOffset() };
  } finally {
    await reader.close();
  }
}

async function storedIn(here: TestCity): Promise<number> {
  const path = `/api/readings?device=${DEVICE}&from=${Date.now() - 7_200_000}&until=${Date.now() + 7_200_000}&limit=1000`;
  return (await here.get<{ readings: Reading[] }>(path)).readings.length;
}

/** Every accepted value is in the store or said to be skipped; resolves with the two. */
async function settled(
  here: TestCity,
  accepted: number,
): Promise<{ readonly taken: number; readonly skipped: number }> {
  return eventually(async () => {
    const account = await here.ledger(DEVICE);
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    expect(account.values.acceptedOnTime + account.values.acceptedLate).toBe(accepted);
    const { taken = 0, skipped = 0, ...others } = account.store ?? {};
    expect(others).toEqual({ equalAlready: 0, differentAlready: 0, refused: 0, outsideRetention: 0, waiting: 0 });
    expect(taken + skipped).toBe(accepted);
    expect(await storedIn(here)).toBe(taken);
    return { taken, skipped };
  });
}

describeWith(['influxd'], 'a series store that is away until the disk of the journal is full [influxd]', () => {
  testWithSmallDisk('with skip: messages are acknowledged, and what the store never gets is written down', async () => {
    const { here, server, publish } = await begin('skip');
    expect((await journalOf(here)).skipped).toEqual([]);
    await eventually(async () => {
      disk?.fillTo(0.85);
      expect((await journalOf(here)).skipped.length).toBeGreaterThan(0);
    });
    const { skipped } = await eventually(async () => {
      const found = await journalOf(here);
      expect(found.firstOffset).toBeGreaterThan(found.skipped[0]?.fromOffset ?? 0);
      return found;
    });
    expect(skipped[0]?.reason).toContain('the series store is away and the disk full');
    await publish(30);

    await server.restart();
    const books = await settled(here, 10 + LARGE_MESSAGES + 30);
    expect(books.skipped).toBeGreaterThan(200);
    expect(books.taken).toBeGreaterThanOrEqual(40);
    const named = async () =>
      (await here.get<{ skipped: { firstOffset: number; lastOffset: number }[] }>('/api/ledger')).skipped;
    const expected = skipped.map(({ fromOffset, untilOffset }) =>
      expect.objectContaining({ firstOffset: fromOffset, lastOffset: (untilOffset ?? 0) - 1 }),
    );
    expect(await named()).toEqual(expected);
    await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));

    for (const role of ['brain', 'gateway']) process.kill(here.running.supervisor.pids()[role] as number, 'SIGKILL');
    await eventually(() => here.folded());
    await publish(5);
    expect(await settled(here, 10 + LARGE_MESSAGES + 35)).toEqual({ taken: books.taken + 5, skipped: books.skipped });
    expect(await named()).toEqual(expected);
  });

  testWithSmallDisk('with skip, and a brain killed before, during and after it: each value once', async () => {
    const { here, server, publish } = await begin('skip');
    const brainPid = () =>
      eventually(() => {
        const pid = here.running.supervisor.pids()['brain'];
        if (pid === undefined) throw new Error('the brain is being started again');
        return pid;
      });
    const killBrain = async () => process.kill(await brainPid(), 'SIGKILL');
    await killBrain();
    await publish(10);
    await eventually(async () => {
      const { acceptedOnTime, acceptedLate } = (await here.ledger(DEVICE)).values;
      expect(acceptedOnTime + acceptedLate).toBe(20 + LARGE_MESSAGES);
    });
    disk?.fillTo(0.85);
    await killBrain();
    await eventually(async () => {
      disk?.fillTo(0.85);
      expect((await journalOf(here)).skipped.length).toBeGreaterThan(0);
    });
    await killBrain();
    await publish(10);
    await eventually(async () => {
      const { skipped, firstOffset } = await journalOf(here);
      expect(firstOffset).toBeGreaterThan(skipped[0]?.fromOffset ?? 0);
    });
    await killBrain();
    await publish(10);
    await server.restart();
    await killBrain();
    const books = await settled(here, 10 + LARGE_MESSAGES + 30);
    expect(books.skipped).toBeGreaterThan(200);

    // Each range begins at or behind the end of the one before, and nothing was cut that none of them names.
    const { skipped, firstOffset } = await journalOf(here);
    let end = skipped[0]?.fromOffset ?? Number.POSITIVE_INFINITY;
    for (const { fromOffset, untilOffset } of skipped) {
      expect(fromOffset).toBeGreaterThanOrEqual(end);
      end = untilOffset ?? Number.POSITIVE_INFINITY;
    }
    expect(firstOffset).toBeLessThanOrEqual(end);
    await killBrain();
    await publish(5);
    expect(await settled(here, 10 + LARGE_MESSAGES + 35)).toEqual({ taken: books.taken + 5, skipped: books.skipped });
    expect((await journalOf(here)).skipped).toEqual(skipped);
  });

  testWithSmallDisk('with stop: nothing is cut, nothing is acknowledged, and all of it is stored later', async () => {
    const { here, server, publish } = await begin('stop');
    const { host, statusPort } = here.running.address;
    await eventually(async () => {
      // Again each time: what the brain still had open of the first segment's plain form may have been freed since.
      disk?.fillTo(0.96);
      expect((await fetch(`http://${host}:${statusPort}/readyz`)).status).toBe(503);
    });
    let isAcknowledged = false;
    const held = publish(1).then(() => {
      isAcknowledged = true;
    });
    const gateway = connectGateway(here.folder.gatewaySocket);
    // Retention would cut the first segment, if the store did not need it.
    const heldUntil = await eventually(() => gateway.retainNow());
    await gateway.close();
    expect(heldUntil).toBeGreaterThan(200);
    expect([await journalOf(here), isAcknowledged]).toEqual([{ skipped: [], firstOffset: 0 }, false]);
    disk?.free();
    await held;
    await server.restart();
    expect(await settled(here, 11 + LARGE_MESSAGES)).toEqual({ taken: 11 + LARGE_MESSAGES, skipped: 0 });
  });
});
