// Long because it is one list of faults against one kind of server, each case short.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { GOOD, type Quality } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import { type SeriesStore, StoreEmptiedError } from '../../model/series-store.ts';
import { startCountingProxy } from '../../test/harness/counting-proxy.ts';
import { eventually } from '../../test/harness/eventually.ts';
import { type Influxd, startInfluxd } from '../../test/harness/influxd.ts';
import { testWith } from '../../test/harness/real-programs.ts';
import { numberedBatch, ROWS_A_BATCH } from '../numbered-batch.ts';
import { openInfluxStore } from './influx-store.ts';

const DATABASE = 'faults';
const EVERYTHING = { from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000_000 } as const;
const LATE: Quality = { level: 'suspect', reasons: ['late'] };
const START = Date.UTC(2026, 2, 1);

const reading = (changes: Partial<Reading> = {}): Reading => ({
  deviceId: 'rain-1',
  channel: 'rain',
  property: 'rain.depth',
  zoneId: 'cell-1',
  observedAt: START,
  receivedAt: START + 5,
  value: 1.5,
  quality: GOOD,
  offset: 0,
  ...changes,
});

let closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
});

function open(port: number, options: { credential?: string | null; timeoutMillis?: number; now?: () => number } = {}) {
  const address = { host: '127.0.0.1', port, tls: false, database: DATABASE, version: 1 } as const;
  const store = openInfluxStore({ address, credential: null, ...options });
  closers.push(() => store.close());
  return store;
}

async function influxdOfOurs(options?: Parameters<typeof startInfluxd>[0]): Promise<Influxd> {
  const influxd = await startInfluxd(options);
  closers.push(() => influxd.stop());
  return influxd;
}

const rowsIn = async (store: SeriesStore) => (await store.catalogue()).reduce((rows, { count }) => rows + count, 0);
const many = (count: number, first: number): Reading[] =>
  Array.from({ length: count }, (_, i) =>
    reading({ deviceId: `d${i % 50}`, observedAt: START + i, offset: first + i }),
  );

describe('lines that the server will never take', () => {
  testWith(['influxd'], 'alone are set aside with its reason, out of thousands of good ones', async () => {
    const influxd = await influxdOfOurs();
    const proxy = await startCountingProxy(influxd);
    closers.push(() => proxy.close());
    const store = open(proxy.port);
    await store.write({ readings: [], requalified: [], nextOffset: 1 });
    // A person's own tool has written whole numbers where ours are not.
    expect(await influxd.writeLines(DATABASE, `air.pm10 value=1i ${START}`)).toBe(204);
    const poisoned = [3, 700, 2_999].map((at) =>
      reading({ property: 'air.pm10', channel: 'pm10', observedAt: START + at, offset: at }),
    );
    const good = many(4_000, 1);
    const readings = [...good.slice(0, 1_500), ...poisoned, ...good.slice(1_500)];
    const before = proxy.requests.length;
    const batch = { readings, requalified: [], nextOffset: 5_000 };
    const { refused } = await store.write(batch);
    expect(refused.map((each) => each.reading)).toEqual(poisoned);
    expect(refused[0]?.detail).toMatch(/InfluxDB says: .*type float, already exists as type integer/);
    expect(await rowsIn(store)).toBe(good.length);
    expect(await store.cursor()).toBe(5_000);
    expect(proxy.requests.slice(before).filter((request) => request.startsWith('POST /write')).length).toBeLessThan(6);

    // A replay behind the cursor writes nothing, yet tells the same; also in another process.
    expect((await store.write(batch)).refused).toEqual(refused);
    await store.close();
    const again = open(influxd.port);
    expect((await again.write(batch)).refused).toEqual(refused);
    const further = reading({ observedAt: START + 9_000, offset: 5_001 });
    const across = await again.write({ readings: [...readings, further], requalified: [], nextOffset: 6_000 });
    expect(across.refused).toEqual(refused);
    expect(await rowsIn(again)).toBe(good.length + 1);
    expect(await again.range({ ...EVERYTHING, property: 'air.pm10' })).toEqual([]);
  });

  testWith(['influxd'], 'are found too when one property is whole in one week and not in another', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    await store.write({ readings: [], requalified: [], nextOffset: 1 });
    await influxd.writeLines(DATABASE, `rain.depth value=1i ${START}`);
    const weeks = Array.from({ length: 200 }, (_, i) =>
      reading({ observedAt: START + (i - 100) * 6 * 3_600_000, offset: 1 + i }),
    );
    const { refused } = await store.write({ readings: weeks, requalified: [], nextOffset: 300 });
    // InfluxDB keeps a week in one shard: seven days of four.
    expect(refused).toHaveLength(28);
    expect(await rowsIn(store)).toBe(200 - 28);
  });

  testWith(['influxd'], 'are found in every week, though the server speaks of one week only', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    await store.write({ readings: [], requalified: [], nextOffset: 1 });
    const week = 7 * 24 * 3_600_000;
    for (const poisoned of [0, 2]) {
      await influxd.writeLines(DATABASE, `rain.depth value=1i ${START + poisoned * week}`);
    }
    const weeks = Array.from({ length: 200 }, (_, i) =>
      reading({ observedAt: START + (i - 60) * 6 * 3_600_000, offset: 1 + i }),
    );
    const { refused } = await store.write({ readings: weeks, requalified: [], nextOffset: 300 });
    expect(refused).toHaveLength(2 * 28);
    const stored = await store.range({ ...EVERYTHING, property: 'rain.depth' });
    const wanted = new Set(weeks.filter((each) => !refused.some(({ reading: { offset } }) => offset === each.offset)));
    expect(new Set(stored.map(({ offset }) => offset))).toEqual(new Set([...wanted].map(({ offset }) => offset)));
  });

  testWith(['influxd'], 'are refused before they are sent where InfluxDB cannot count so far', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    const far = reading({ observedAt: Date.UTC(2300, 0, 1), offset: 2 });
    const long = reading({ deviceId: '长'.repeat(30_000), offset: 3 });
    const { refused } = await store.write({ readings: [reading(), far, long], requalified: [], nextOffset: 4 });
    expect(refused.map((each) => each.reading)).toEqual([far, long]);
    expect(refused.map((each) => each.detail).join()).toMatch(/1677 to 2262.*has room/s);
    expect(await store.range(EVERYTHING)).toEqual([reading()]);
  });
});

describe('a limit of the server that somebody can lift', () => {
  // Four devices are just within either: with the series of the store's own six series, four values of a tag.
  for (const [limit, most] of Object.entries({ 'max-series-per-database': 6, 'max-values-per-tag': 4 })) {
    testWith(
      ['influxd'],
      `${limit}: nothing is set aside, the batch waits, and is taken when it is lifted`,
      async () => {
        // Only the index in memory knows these limits.
        const influxd = await influxdOfOurs({ data: { 'index-version': 'inmem', [limit]: most } });
        const store = open(influxd.port);
        await store.write({ readings: many(4, 0), requalified: [], nextOffset: 4 });
        const batch = { readings: many(20, 4), requalified: [], nextOffset: 24 };
        await expect(store.write(batch)).rejects.toThrow(`${limit} limit exceeded`);
        expect(await store.health()).toMatchObject({
          isHealthy: false,
          detail: expect.stringContaining('influxdb.conf'),
        });
        expect(await store.cursor()).toBe(4);
        await influxd.restart({ 'index-version': 'inmem', [limit]: 0 });
        expect(await store.write(batch)).toEqual({ refused: [] });
        expect([await rowsIn(store), await store.cursor()]).toEqual([20, 24]);
      },
    );
  }
});

describe('names that want to be more than names', () => {
  testWith(['influxd'], 'stay names: in lines, in queries, and when they come back', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    const names = [
      "x' OR '1'='1",
      "'; DROP DATABASE faults; --",
      '\\',
      "\\' OR 1=1",
      'line\nrain.depth,device=evil value=1',
      '\r\n',
      '\t\u0000\u007f',
      '%',
      '%27',
      '',
      ' ',
      'a=b,c d',
      '"',
      '/.*/',
      'ends in \\',
    ];
    const readings = names.map((name, i) =>
      reading({ deviceId: name, channel: name, zoneId: name, observedAt: START + i, offset: i }),
    );
    await store.write({ readings, requalified: [], nextOffset: 100 });
    expect(await store.range(EVERYTHING)).toEqual(readings);
    for (const [i, name] of names.entries()) {
      expect(await store.range({ ...EVERYTHING, deviceId: name, channel: name, zoneIds: [name] })).toEqual([
        readings[i],
      ]);
      expect(await store.latest([name])).toEqual([readings[i]]);
      const zone = { bounds: [START, START + 100], function: 'count', groupBy: 'zone' } as const;
      expect(await store.aggregate({ ...zone, zoneIds: [name] })).toMatchObject([{ group: name, count: 1 }]);
    }
    expect(await store.catalogue()).toHaveLength(names.length);
  });
});

describe('an influxd that is killed', () => {
  testWith(['influxd'], 'has every acknowledged batch when it is started again, and takes the rest', async () => {
    const influxd = await influxdOfOurs();
    const url = `influx://127.0.0.1:${influxd.port}/${DATABASE}`;
    const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, 'numbered-writer.ts'), url], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === 7) void influxd.kill('SIGKILL');
    }
    await ended;
    await influxd.restart();
    const store = open(influxd.port);
    const cursor = (await store.cursor()) as number;
    expect([acknowledged, acknowledged + 1]).toContain(cursor / ROWS_A_BATCH);
    const rows = await rowsIn(store);
    expect(rows).toBeGreaterThanOrEqual(cursor);
    for (let n = cursor / ROWS_A_BATCH; n < acknowledged + 3; n += 1) await store.write(numberedBatch(n));
    expect(await rowsIn(store)).toBe((acknowledged + 3) * ROWS_A_BATCH);
  });

  testWith(['influxd'], 'is said to be away until it is back; the same batch is then taken', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    await store.write(numberedBatch(0));
    await influxd.kill('SIGKILL');
    await expect(store.write(numberedBatch(1))).rejects.toThrow(/cannot be reached.*is it running/);
    expect(await store.health()).toMatchObject({ isHealthy: false, detail: expect.stringContaining('reached') });
    await expect(store.cursor()).rejects.toThrow(/cannot be reached/);
    await influxd.restart();
    await store.write(numberedBatch(1));
    expect(await store.health()).toMatchObject({ isHealthy: true, detail: expect.stringContaining('1.6.7') });
    expect(await rowsIn(store)).toBe(2 * ROWS_A_BATCH);
  });
});

describe('a write that ended half-way', () => {
  testWith(
    ['influxd'],
    'is completed by another cut of the journal: rows once, the first value, the later judgement',
    async () => {
      const influxd = await influxdOfOurs();
      const store = open(influxd.port);
      const readings = many(100, 0);
      await store.write({ readings, requalified: [], nextOffset: 100 });
      await store.close();
      // As a process leaves it that dies between the rows and the cursor.
      await influxd.writeLines(DATABASE, 'citynerve.progress nextOffset=0i 0', 'citynerve');
      const again = open(influxd.port);
      const judged = readings.map((each) => ({ ...each, quality: LATE }));
      const second = reading({ ...readings[3], value: 99, offset: 60 } as Reading);
      await again.write({ readings: [...judged.slice(0, 60), second], requalified: [], nextOffset: 61 });
      await again.write({ readings: judged.slice(60), requalified: [], nextOffset: 100 });
      expect(await again.range(EVERYTHING)).toEqual(judged);
      expect(await again.cursor()).toBe(100);
    },
  );
});

describe('the books of a database', () => {
  const takenIn = async (store: SeriesStore) => (await store.books()).map(({ deviceId, taken }) => [deviceId, taken]);

  testWith(['influxd'], 'that 0.1.0 filled begin with its rows as taken, and go on from there', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    await store.write({ readings: many(120, 0), requalified: [], nextOffset: 120 });
    await store.close();
    await influxd.query(DATABASE, 'DROP MEASUREMENT "citynerve.books"');
    await influxd.query(DATABASE, 'DROP MEASUREMENT "citynerve.progress"');
    await influxd.writeLines(
      DATABASE,
      'citynerve.progress identity="5df920c1-1e9f-442b-8399-9bab4e9ab39e",nextOffset=120i 0',
    );
    const again = open(influxd.port);
    const after = [reading({ deviceId: 'd0', observedAt: START + 500, offset: 120 })];
    await again.write({ readings: after, requalified: [], nextOffset: 121 });
    const books = await takenIn(again);
    expect([books.length, books[0], books[1]]).toEqual([50, ['d0', 4], ['d1', 3]]);
    await again.close();
    expect(await takenIn(open(influxd.port))).toEqual(books);
  });
});

describe('an influxd that hangs', () => {
  testWith(
    ['influxd'],
    'ends a write by its timeout, gathers no sockets, and has each row once when it goes on',
    async () => {
      const influxd = await influxdOfOurs();
      const proxy = await startCountingProxy(influxd);
      closers.push(() => proxy.close());
      // Made by one with more patience: on a busy machine it takes longer than the timeout.
      const patient = open(influxd.port);
      await patient.write(numberedBatch(0));
      await patient.close();
      const store = open(proxy.port, { timeoutMillis: 750, now: () => 0 });
      await eventually(() => store.write(numberedBatch(1)));
      await influxd.kill('SIGSTOP');
      const before = proxy.requests.length;
      for (let attempt = 0; attempt < 4; attempt += 1) {
        await expect(store.write(numberedBatch(2))).rejects.toThrow(/cannot be reached/);
      }
      await expect(store.range(EVERYTHING)).rejects.toThrow(/no answer within 750 ms/);
      expect(await store.health()).toMatchObject({ isHealthy: false });
      // The batch was sent once: what came after only asked whether somebody is there.
      expect(proxy.requests.slice(before).filter((request) => request.startsWith('POST /write'))).toHaveLength(1);
      await eventually(async () => expect(proxy.openSockets).toBeLessThan(3));
      await influxd.kill('SIGCONT');
      // The timeout may be too short on a busy machine: then the same is written, or asked, again.
      await eventually(() => store.write(numberedBatch(2)));
      await eventually(() => store.write(numberedBatch(3)));
      await eventually(async () => expect(await rowsIn(store)).toBe(4 * ROWS_A_BATCH));
      await eventually(async () => expect(await store.cursor()).toBe(4 * ROWS_A_BATCH));
    },
  );

  testWith(['influxd'], 'does not hold up a close', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port, { timeoutMillis: 60_000 });
    await store.write(numberedBatch(0));
    await influxd.kill('SIGSTOP');
    const running = expect(store.write(numberedBatch(1))).rejects.toThrow(/closed/);
    const waiting = expect(store.write(numberedBatch(2))).rejects.toThrow(/closed/);
    await store.close();
    await Promise.all([running, waiting]);
    await expect(store.cursor()).rejects.toThrow(/closed/);
  });
});

describe('a database that loses its rows', () => {
  let time = 0;
  beforeEach(() => {
    time = 0;
  });
  const now = () => time;

  testWith(['influxd'], 'by being dropped is made again, and the journal has to be folded from its start', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    await store.write(numberedBatch(0));
    await influxd.query('', `DROP DATABASE "${DATABASE}"`);
    await expect(store.write(numberedBatch(1))).rejects.toThrow(StoreEmptiedError);
    // Whoever does not ask from where to fold is not let past the hole.
    await expect(store.write(numberedBatch(1))).rejects.toThrow(/the journal has them/);
    expect(await store.health()).toMatchObject({ isHealthy: false, detail: expect.stringContaining('lost rows') });
    expect(await store.cursor()).toBe(0);
    for (const n of [0, 1]) await store.write(numberedBatch(n));
    expect(await rowsIn(store)).toBe(2 * ROWS_A_BATCH);
    expect(await store.health()).toMatchObject({ isHealthy: true });
  });

  testWith(
    ['influxd'],
    'by being dropped and made by somebody else is noticed within a second of writing',
    async () => {
      const influxd = await influxdOfOurs();
      const store = open(influxd.port, { now });
      await store.write(numberedBatch(0));
      const policy = `CREATE RETENTION POLICY "citynerve" ON "${DATABASE}" DURATION INF REPLICATION 1`;
      await influxd.query('', `DROP DATABASE "${DATABASE}"; CREATE DATABASE "${DATABASE}"; ${policy}`);
      // Within the second a batch goes through, and its cursor with it: the database's own name gives it away.
      await store.write(numberedBatch(1));
      time += 1_000;
      await expect(store.write(numberedBatch(2))).rejects.toThrow(/another has taken its place/);
      await store.close();
      const again = open(influxd.port);
      // Nobody can tell from a cursor alone that rows before it are missing: that one is not believed.
      expect(await again.cursor()).toBe(0);
      for (const n of [0, 1, 2]) await again.write(numberedBatch(n));
      expect(await rowsIn(again)).toBe(3 * ROWS_A_BATCH);
    },
  );

  testWith(['influxd'], 'and with them its retention policy is noticed by the next write', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port, { now });
    await store.write(numberedBatch(0));
    await influxd.query('', `DROP DATABASE "${DATABASE}"; CREATE DATABASE "${DATABASE}"`);
    await expect(store.write(numberedBatch(1))).rejects.toThrow(StoreEmptiedError);
    expect(await store.cursor()).toBe(0);
  });

  testWith(['influxd'], 'by an older copy that was put back is noticed by its cursor', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port, { now });
    for (const n of [0, 1]) await store.write(numberedBatch(n));
    await influxd.writeLines(DATABASE, `citynerve.progress nextOffset=${ROWS_A_BATCH}i 0`, 'citynerve');
    time += 1_000;
    await expect(store.write(numberedBatch(2))).rejects.toThrow(/back at offset 3000 of 6000/);
    expect(await store.cursor()).toBe(ROWS_A_BATCH);
  });

  testWith(['influxd'], 'before anything was in it is no loss', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    expect(await store.cursor()).toBe(0);
    await influxd.query('', `DROP DATABASE "${DATABASE}"`);
    await eventually(() => store.write(numberedBatch(0)));
    expect(await rowsIn(store)).toBe(ROWS_A_BATCH);
  });
});

describe('a database that keeps rows for a limited time', () => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const alter = (duration: string, shard: string) =>
    `ALTER RETENTION POLICY autogen ON "${DATABASE}" DURATION ${duration} SHARD DURATION ${shard} DEFAULT`;
  const outsideIn = async (store: SeriesStore) =>
    (await store.books()).reduce((sum, { outsideRetention }) => sum + outsideRetention, 0);
  const takenIn = async (store: SeriesStore) => (await store.books()).reduce((sum, { taken }) => sum + taken, 0);
  const observed = (count: number, at: number, first: number): Reading[] =>
    Array.from({ length: count }, (_, i) => reading({ observedAt: at + i, offset: first + i }));

  for (const [duration, shard, tooOld] of [
    ['30d', '1d', 31 * DAY],
    ['1h', '1h', 2 * HOUR],
  ] as const) {
    testWith(
      ['influxd'],
      `altered to ${duration} while it is used: goes on, counts what is too old, and knows all of it when opened again`,
      async () => {
        const influxd = await influxdOfOurs();
        const store = open(influxd.port);
        const now = Date.now();
        await store.write({ readings: observed(100, now - 60 * DAY, 0), requalified: [], nextOffset: 100 });
        await influxd.query(DATABASE, alter(duration, shard));
        // The rows before are really forgotten, and with them everything else that lay in the same policy.
        await eventually(async () => expect(await rowsIn(store)).toBe(0));
        const mixed = [...observed(30, now - tooOld, 100), ...observed(20, now - 60_000, 130)];
        const batch = { readings: mixed, requalified: [], nextOffset: 150 };
        expect(await store.write(batch)).toEqual({ refused: [] });
        expect([await store.cursor(), await rowsIn(store)]).toEqual([150, 20]);
        expect([await takenIn(store), await outsideIn(store)]).toEqual([120, 30]);
        await store.close();
        const again = open(influxd.port);
        expect([await again.cursor(), await takenIn(again), await outsideIn(again)]).toEqual([150, 120, 30]);
        await again.write({ readings: observed(5, now - 30_000, 150), requalified: [], nextOffset: 155 });
        expect([await again.cursor(), await rowsIn(again)]).toEqual([155, 25]);
      },
    );
  }

  testWith(['influxd'], 'before the first start is used as it is', async () => {
    const influxd = await influxdOfOurs();
    await influxd.query('', `CREATE DATABASE "${DATABASE}" WITH DURATION 7d SHARD DURATION 1d`);
    const store = open(influxd.port);
    const now = Date.now();
    const readings = [...observed(10, now - 9 * DAY, 0), ...observed(10, now - 60_000, 10)];
    // A duplicate of one that is too old is too old as well.
    const twice = reading({ observedAt: now - 9 * DAY, offset: 20, value: 9 });
    expect(await store.write({ readings: [...readings, twice], requalified: [], nextOffset: 21 })).toEqual({
      refused: [],
    });
    expect([await store.cursor(), await takenIn(store), await outsideIn(store)]).toEqual([21, 10, 11]);
  });

  testWith(
    ['influxd'],
    'has what an earlier Citynerve kept in the default policy, before that forgets it',
    async () => {
      const influxd = await influxdOfOurs();
      await influxd.query('', `CREATE DATABASE "${DATABASE}"`);
      const own = [
        'citynerve.progress identity="5df920c1-1e9f-442b-8399-9bab4e9ab39e",nextOffset=120i,booksFrom=0i 0',
        'citynerve.books,of=5df920c1 isOpen=true 0',
        'citynerve.books,of=5df920c1 device="rain-1",taken=118i,refused=2i 1',
      ];
      expect(await influxd.writeLines(DATABASE, own.join('\n'))).toBe(204);
      const store = open(influxd.port);
      expect(await store.cursor()).toBe(120);
      await influxd.query(DATABASE, alter('1h', '1h'));
      await store.write({ readings: observed(3, Date.now() - 1_000, 120), requalified: [], nextOffset: 123 });
      expect(await store.books()).toMatchObject([{ deviceId: 'rain-1', taken: 121, refused: 2 }]);
      await store.close();
      expect(await open(influxd.port).cursor()).toBe(123);
    },
  );

  testWith(
    ['influxd'],
    'and a user without the right to set up bookkeeping says what an administrator does',
    async () => {
      const influxd = await influxdOfOurs({ user: { name: 'root', password: 'root' } });
      await influxd.query(
        '',
        `CREATE DATABASE "${DATABASE}" WITH DURATION 7d; CREATE USER "small" WITH PASSWORD 'p'; GRANT ALL ON "${DATABASE}" TO "small"`,
      );
      const store = open(influxd.port, { credential: 'small:p' });
      const failure = await store.cursor().catch((error: Error) => error);
      expect(failure).toMatchObject({ fault: 'access', message: expect.stringContaining('CREATE RETENTION POLICY') });
      const [, statement = ''] = /(CREATE RETENTION POLICY .*)$/.exec((failure as Error).message) ?? [];
      await influxd.query('', statement);
      await store.write({ readings: observed(3, Date.now() - 1_000, 0), requalified: [], nextOffset: 3 });
      expect([await store.cursor(), await rowsIn(store)]).toEqual([3, 3]);
    },
  );

  testWith(
    ['influxd'],
    'once a user without that right is at work waits for the administrator, and goes on',
    async () => {
      const influxd = await influxdOfOurs({ user: { name: 'root', password: 'root' } });
      await influxd.query(
        '',
        `CREATE DATABASE "${DATABASE}"; CREATE USER "small" WITH PASSWORD 'p'; GRANT ALL ON "${DATABASE}" TO "small"`,
      );
      const store = open(influxd.port, { credential: 'small:p' });
      await store.write({ readings: observed(3, Date.now() - 9_000, 0), requalified: [], nextOffset: 3 });
      await influxd.query('', alter('1h', '1h'));
      const batch = { readings: observed(3, Date.now() - 5_000, 3), requalified: [], nextOffset: 6 };
      await expect(store.write(batch)).rejects.toThrow(StoreEmptiedError);
      await expect(store.cursor()).rejects.toThrow(/administrator has to say once: CREATE RETENTION POLICY/);
      expect((await store.health()).detail).toContain('CREATE RETENTION POLICY');
      await influxd.query('', `CREATE RETENTION POLICY "citynerve" ON "${DATABASE}" DURATION INF REPLICATION 1`);
      expect([0, 3]).toContain(await store.cursor());
      await store.write(batch);
      expect([await store.cursor(), await rowsIn(store)]).toEqual([6, 6]);
    },
  );

  testWith(['influxd'], 'and loses the policy of its bookkeeping begins again from the journal', async () => {
    const influxd = await influxdOfOurs();
    const store = open(influxd.port);
    await store.write(numberedBatch(0));
    await influxd.query('', `DROP RETENTION POLICY "citynerve" ON "${DATABASE}"`);
    await expect(store.write(numberedBatch(1))).rejects.toThrow(StoreEmptiedError);
    expect(await store.cursor()).toBe(0);
    for (const n of [0, 1]) await store.write(numberedBatch(n));
    expect(await rowsIn(store)).toBe(2 * ROWS_A_BATCH);
  });
});

describe('a server that asks for a credential', () => {
  testWith(['influxd'], 'and does not get the right one names the file to mend, and never the credential', async () => {
    const influxd = await influxdOfOurs({ user: { name: 'citynerve', password: 'right: one' } });
    const wrong = open(influxd.port, { credential: 'citynerve:wrong-one' });
    const failure = await wrong.write(numberedBatch(0)).catch((error: Error) => error);
    expect(failure).toMatchObject({ fault: 'access', message: expect.stringContaining('secrets/store.token') });
    expect(JSON.stringify([failure, (failure as Error).message, await wrong.health()])).not.toContain('wrong-one');
    await expect(open(influxd.port).cursor()).rejects.toMatchObject({ fault: 'access' });
    const right = open(influxd.port, { credential: 'citynerve:right: one\n' });
    await right.write(numberedBatch(0));
    expect(await rowsIn(right)).toBe(ROWS_A_BATCH);
    // Later too: a password that is changed while the store is open.
    await influxd.query('', `SET PASSWORD FOR "citynerve" = 'another'`);
    await expect(right.write(numberedBatch(1))).rejects.toMatchObject({ fault: 'access' });
  });

  testWith(['influxd'], 'lets a user without the right to create databases use one that is there', async () => {
    const influxd = await influxdOfOurs({ user: { name: 'root', password: 'root' } });
    await influxd.query(
      '',
      `CREATE DATABASE "${DATABASE}"; CREATE USER "small" WITH PASSWORD 'p'; GRANT ALL ON "${DATABASE}" TO "small"`,
    );
    const store = open(influxd.port, { credential: 'small:p' });
    await store.write(numberedBatch(0));
    expect(await rowsIn(store)).toBe(ROWS_A_BATCH);
  });
});
