// Above 300 lines: one list of the errors of destinations and how the sink handles them, each case short.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Effect } from '../model/effect.ts';
import { NewerVersionError } from '../model/newer-version-error.ts';
import { formatCursorLine } from './cursor-lines.ts';
import { DeliveryError } from './delivery-error.ts';
import type { DeliverySink } from './delivery-sink.ts';
import { deliveryFolder, settle, testClock, testDestination, testSink, until } from './test-destination.ts';
import { effectOf, STALE_AFTER } from './test-effect.ts';

const away = new DeliveryError('away', { isPermanent: false });

/** A sink that is live from the start. */
async function world({ maxInFlight = 4, file = join(deliveryFolder(), 'test.cursor'), isLive = true } = {}) {
  const clock = testClock();
  const receiver = testDestination(maxInFlight);
  const sink = await testSink({
    destination: receiver.destination,
    file,
    after: clock.after,
    problems: receiver.problems,
  });
  onTestFinished(async () => {
    const closed = sink.close();
    await clock.pass(2_000);
    await closed;
  });
  if (isLive) sink.goLive(0);
  const take = (effects: readonly Effect[], nextOffset = 10, cityTime = 0) =>
    sink.take({ nextOffset, cityTime, effects });
  return { ...receiver, clock, sink, take, file };
}

/** The ids of the deliveries that have begun, once there are so many. */
async function begunOf({ begun }: { readonly begun: readonly string[] }, count: number): Promise<readonly string[]> {
  await until(() => begun.length >= count);
  await settle();
  return begun;
}

const delivered = (sink: DeliverySink, count: number) => until(() => sink.status().delivered >= count);

describe('one destination', () => {
  test('gets nothing before the fold is live, and then everything that is not stale', async () => {
    const { sink, take, begun, isWaiting } = await world({ isLive: false });
    take([effectOf('a'), effectOf('old', 1, {}, 99)]);
    await settle();
    expect(begun).toEqual([]);
    sink.goLive(100);
    expect(begun).toEqual(['a@1']);
    expect(isWaiting('a')).toBe(true);
    expect(sink.status()).toMatchObject({ waiting: 1, stale: 1, trouble: null });
  });

  test('gets the revisions of one alert in order, and other alerts do not wait for them', async () => {
    const { take, arrive, sink, ...receiver } = await world();
    take([effectOf('a', 1), effectOf('a', 2), effectOf('b', 1)]);
    expect(receiver.begun).toEqual(['a@1', 'b@1']);
    arrive('b@1');
    await delivered(sink, 1);
    expect(receiver.begun).toEqual(['a@1', 'b@1']);
    arrive('a@1');
    expect(await begunOf(receiver, 3)).toEqual(['a@1', 'b@1', 'a@2']);
  });

  test('gets at most maxInFlight deliveries at once', async () => {
    const { take, arrive, ...receiver } = await world({ maxInFlight: 2 });
    take(['a', 'b', 'c'].map((id) => effectOf(id)));
    expect(receiver.begun).toEqual(['a@1', 'b@1']);
    arrive('b@1');
    expect(await begunOf(receiver, 3)).toEqual(['a@1', 'b@1', 'c@1']);
  });

  test('does not get what it does not want', async () => {
    const { take, begun, sink } = await world();
    take([effectOf('a', 1, { severity: 'watch' })], 10);
    expect(begun).toEqual([]);
    expect(sink.nextOffset).toBe(10);
  });
});

describe('a delivery that fails', () => {
  test('is retried after 0.5 s, 1 s and so on up to 30 s, and delays only its own alert', async () => {
    const { take, fail, arrive, clock, begun, sink } = await world({ maxInFlight: 16 });
    take([effectOf('a'), effectOf('a', 2)]);
    for (const millis of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const before = begun.length;
      fail('a@1', away);
      await settle();
      await clock.pass(millis - 1);
      expect(begun).toHaveLength(before);
      await clock.pass(1);
      expect(begun).toHaveLength(before + 1);
      take([effectOf(`b${before}`)]);
      expect(begun.pop()).toBe(`b${before}@1`);
      arrive(`b${before}@1`);
    }
    expect(new Set(begun)).toEqual(new Set(['a@1']));
    expect(sink.status().trouble).toContain('a@1 not delivered after 8 attempts: away');
  });

  test('is retried at once when the receiver is available again', async () => {
    const { take, fail, retryNow, begun } = await world();
    take([effectOf('a')]);
    fail('a@1', away);
    await settle();
    retryNow();
    expect(begun).toEqual(['a@1', 'a@1']);
  });

  test('permanently is dropped, counted and named; what comes after it is delivered', async () => {
    const { take, fail, sink, problems, ...receiver } = await world();
    take([effectOf('a'), effectOf('a', 2)]);
    fail('a@1', new DeliveryError('answered 413', { isPermanent: true }));
    expect(await begunOf(receiver, 2)).toEqual(['a@1', 'a@2']);
    expect(sink.status()).toMatchObject({ failed: 1, waiting: 1, trouble: 'a@1 given up: answered 413' });
    expect(problems).toEqual(['test: a@1 given up: answered 413']);
  });

  test('past its stated age is dropped, also while live', async () => {
    const { take, fail, clock, begun, dropped, sink } = await world();
    take([effectOf('a'), effectOf('b')]);
    fail('a@1', away);
    await settle();
    take([effectOf('c')], 20, STALE_AFTER + 1);
    await clock.pass(60_000);
    expect(begun).toEqual(['a@1', 'b@1']);
    expect(sink.status()).toMatchObject({ stale: 2, waiting: 1 });
    expect(dropped).toEqual(['a@1', 'c@1']);
  });

  test('because the receiver hangs is aborted after a minute, and frees its slot', async () => {
    const { take, clock, begun } = await world({ maxInFlight: 1 });
    take([effectOf('a'), effectOf('b')]);
    await clock.pass(60_000);
    expect(begun).toEqual(['a@1', 'b@1']);
  });
});

describe('a destination that is unavailable for long', () => {
  test('has at most 10,000 effects waiting: superseded revisions are dropped first, then the oldest, and counted', async () => {
    const { take, sink, begun } = await world({ isLive: false });
    for (let n = 0; n < 6_000; n += 1) take([effectOf(`a${n}`, 1), effectOf(`a${n}`, 2)], n);
    expect(sink.status()).toMatchObject({ waiting: 10_000, dropped: 2_000 });
    take(
      Array.from({ length: 4_500 }, (_, n) => effectOf(`b${n}`)),
      7_000,
    );
    expect(sink.status()).toMatchObject({ waiting: 10_000, dropped: 6_500 });
    expect(sink.status().trouble).toBe('6500 effects dropped, because more than 10000 waited');
    sink.goLive(0);
    // All superseded revisions were dropped, and the oldest 500 of the others.
    expect(begun).toEqual(['a500@2', 'a501@2', 'a502@2', 'a503@2']);
  });
});

describe('the offset below which all is settled', () => {
  test('waits for the slowest delivery, also when later ones are settled', async () => {
    const { take, arrive, sink } = await world();
    take([effectOf('a')], 10);
    take([], 15);
    take([effectOf('b')], 20);
    take([], 30);
    arrive('b@1');
    await delivered(sink, 1);
    expect(sink.nextOffset).toBe(0);
    arrive('a@1');
    await delivered(sink, 2);
    expect(sink.nextOffset).toBe(30);
  });

  test('and what is settled beyond it are known again after a restart, wherever the journal is cut then', async () => {
    const first = await world();
    first.take([effectOf('a', 1), effectOf('b', 1)], 10);
    first.take([effectOf('c', 1), effectOf('a', 2)], 20);
    first.arrive('a@1');
    first.arrive('c@1');
    await delivered(first.sink, 2);
    expect(first.sink.nextOffset).toBe(0);
    const second = await world({ file: first.file });
    second.take([effectOf('a', 1)], 3);
    second.take([effectOf('b', 1), effectOf('c', 1), effectOf('a', 2)], 25);
    expect(second.begun).toEqual(['b@1', 'a@2']);
    second.arrive('b@1');
    second.arrive('a@2');
    await delivered(second.sink, 2);
    await second.sink.close();
    const third = await world({ file: first.file });
    expect(third.sink).toMatchObject({ hasCursor: true, nextOffset: 25 });
    third.take([effectOf('a', 1), effectOf('b', 1), effectOf('c', 1), effectOf('a', 2), effectOf('a', 3)], 30);
    expect(third.begun).toEqual(['a@3']);
  });

  test('is read again when nothing was settled for long', async () => {
    const first = await world();
    first.take([], 1_000);
    await first.clock.pass(10_000);
    await until(() => readOffset(first.file) === 1_000);
  });
});

/** The state in the first line of the file; null without one. */
function readOffset(file: string): number | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8').split('\n')[0]?.slice(9) ?? '').nextOffset;
  } catch {
    return null;
  }
}

describe('the cursor file', () => {
  test('is read up to a line that a crash has cut off; what that line contained is delivered again', async () => {
    const first = await world();
    first.take([effectOf('a'), effectOf('b')]);
    first.arrive('a@1');
    await delivered(first.sink, 1);
    await until(() => readOffset(first.file) !== null);
    const torn = formatCursorLine({
      nextOffset: 10,
      settled: [{ alertId: 'b', revision: 1, staleAfter: STALE_AFTER }],
    });
    appendFileSync(first.file, torn.slice(0, -9));
    const second = await world({ file: first.file });
    expect(second.problems).toEqual([expect.stringContaining('is torn or damaged from line 2 on')]);
    second.take([effectOf('a'), effectOf('b')]);
    expect(second.begun).toEqual(['b@1']);
    second.arrive('b@1');
    await delivered(second.sink, 1);
    await second.sink.close();
    expect((await world({ file: first.file })).problems).toEqual([]);
  });

  test('that is damaged in its first line counts as missing: everything is delivered', async () => {
    const file = join(deliveryFolder(), 'test.cursor');
    const line = formatCursorLine({
      nextOffset: 10,
      settled: [{ alertId: 'a', revision: 1, staleAfter: STALE_AFTER }],
    });
    writeFileSync(file, line.replace('"revision', '"revIsion').replace('10', '11'));
    const { take, begun, problems, sink } = await world({ file });
    expect(sink).toMatchObject({ hasCursor: false, nextOffset: 0 });
    take([effectOf('a')]);
    expect(begun).toEqual(['a@1']);
    expect(problems).toHaveLength(1);
  });

  test('of a newer Citynerve stops the start', async () => {
    const file = join(deliveryFolder(), 'test.cursor');
    const text = '{"version":2}';
    writeFileSync(file, `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`);
    await expect(world({ file })).rejects.toThrow(NewerVersionError);
  });

  // Only Linux has a file that is always full.
  test.runIf(existsSync('/dev/full'))(
    'that the disk does not take stops no delivery; it is said, and kept when there is room',
    async () => {
      const folder = deliveryFolder();
      const file = join(folder, 'test.cursor');
      // A write to it fails as on a full disk.
      symlinkSync('/dev/full', `${file}.new`);
      const { take, arrive, sink, clock, ...receiver } = await world({ file, maxInFlight: 1 });
      take([effectOf('a'), effectOf('b')]);
      arrive('a@1');
      expect(await begunOf(receiver, 2)).toEqual(['a@1', 'b@1']);
      await until(() => sink.status().trouble !== null);
      expect(sink.status().trouble).toContain('the cursor cannot be kept: ENOSPC');
      arrive('b@1');
      await delivered(sink, 2);
      await clock.pass(5_000);
      await until(() => sink.status().trouble === null);
      expect(readOffset(file)).toBe(10);
    },
  );

  // Opening a pipe without a reader blocks, like a disk that hangs.
  test.runIf(spawnSync('mkfifo', ['--version']).status === 0)('on a disk that hangs stops no delivery', async () => {
    const file = join(deliveryFolder(), 'test.cursor');
    spawnSync('mkfifo', [`${file}.new`]);
    const { take, arrive, sink, clock, ...receiver } = await world({ file, maxInFlight: 1 });
    take([effectOf('a'), effectOf('b')]);
    arrive('a@1');
    await settle();
    expect(receiver.begun).toEqual(['a@1']);
    await clock.pass(1_000);
    expect(receiver.begun).toEqual(['a@1', 'b@1']);
    expect(sink.status().trouble).toBe('the cursor cannot be kept: the disk does not answer');
    const reading = createReadStream(`${file}.new`).resume();
    await until(() => sink.status().trouble?.includes('does not answer') !== true);
    arrive('b@1');
    await delivered(sink, 2);
    await clock.pass(5_000);
    await until(() => readOffset(file) === 10);
    reading.destroy();
  });

  test('in a folder that is gone is the same', async () => {
    const folder = join(deliveryFolder(), 'gone');
    mkdirSync(folder);
    const { take, arrive, sink } = await world({ file: join(folder, 'test.cursor') });
    rmSync(folder, { recursive: true });
    take([effectOf('a')]);
    arrive('a@1');
    await until(() => sink.status().trouble !== null);
    expect(sink.status()).toMatchObject({ delivered: 1, trouble: expect.stringContaining('ENOENT') });
    await sink.close();
  });

  test('is compacted before it grows without limit', async () => {
    const { take, arrive, sink, file, begun } = await world({ maxInFlight: 1 });
    for (let n = 1; n <= 2_500; n += 1) {
      take([effectOf('a', n)], n);
      await until(() => begun.length === n);
      arrive(`a@${n}`);
      await delivered(sink, n);
    }
    await sink.close();
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(1_100);
    expect(readOffset(file)).toBe(2_500);
  });
});
