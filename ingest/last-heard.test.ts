import { from, lastValueFrom, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import type { JournalRecord } from '../model/journal-record.ts';
import { batchOf, NOON, publication, samplePipeline, tick } from './sample-city.ts';

const MINUTE = 60_000;
const gap = (since: number, until: number): JournalRecord => ({ kind: 'gap', since, receivedAt: until, wallAt: until });
const removal = (deviceId: string): JournalRecord => ({
  kind: 'config',
  user: 'test',
  change: { type: 'device.remove', deviceId },
  receivedAt: NOON,
  wallAt: NOON,
});

async function folded(records: readonly JournalRecord[], pipeline = samplePipeline(), firstOffset = 0) {
  await lastValueFrom(from([batchOf(records, firstOffset)]).pipe(pipeline.operator, toArray()));
  return pipeline;
}

test('a device is silent since its last reading, whether the message was understood or not', async () => {
  const { lastHeard } = await folded([
    publication('rain-1', { rain: 1 }, NOON),
    publication('rain-1', 'no JSON', NOON + MINUTE),
    publication('rain-2', { strange: 1 }, NOON + MINUTE),
    tick(NOON + 5 * MINUTE),
  ]);
  expect(lastHeard.silenceMillis('rain-1')).toBe(5 * MINUTE);
  expect(lastHeard.silenceMillis('rain-2')).toBeNull();
  expect(lastHeard.wallAt).toBe(NOON + 5 * MINUTE);
});

test('no silence runs while nobody listened', async () => {
  const { lastHeard } = await folded([
    publication('rain-1', { rain: 1 }, NOON),
    tick(NOON + MINUTE),
    gap(NOON + MINUTE, NOON + 100 * MINUTE),
    publication('rain-2', { rain: 1 }, NOON + 101 * MINUTE),
    tick(NOON + 103 * MINUTE),
  ]);
  expect(lastHeard.silenceMillis('rain-1')).toBe(4 * MINUTE);
  expect(lastHeard.silenceMillis('rain-2')).toBe(2 * MINUTE);
});

test('a device that was removed is forgotten', async () => {
  const { lastHeard } = await folded([publication('rain-1', { rain: 1 }, NOON), removal('rain-1'), tick(NOON)]);
  expect(lastHeard.silenceMillis('rain-1')).toBeNull();
});

test('a checkpoint keeps it; one of version 0.1.0 takes it from the ledger', async () => {
  const before = await folded([publication('rain-1', { rain: 1 }, NOON), tick(NOON + MINUTE)]);
  const snapshot = JSON.parse(JSON.stringify(before.snapshot())) as Record<string, unknown>;
  const restored = samplePipeline();
  restored.restore(snapshot);
  expect(restored.lastHeard.silenceMillis('rain-1')).toBe(MINUTE);
  expect(restored.lastHeard.receivedAt('rain-1')).toBe(NOON);

  const { 'last-heard': _, ...ofOldVersion } = snapshot;
  const upgraded = samplePipeline();
  upgraded.restore(ofOldVersion);
  await folded([tick(NOON + 6 * MINUTE)], upgraded, 2);
  expect(upgraded.lastHeard.silenceMillis('rain-1')).toBe(5 * MINUTE);
  expect(upgraded.lastHeard.receivedAt('rain-1')).toBeUndefined();
  expect(upgraded.lastHeard.silenceMillis('rain-2')).toBeNull();
  expect(upgraded.lastHeard.receivedAt('rain-2')).toBeNull();
});
