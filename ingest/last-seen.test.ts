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

test('silence is counted from the last reading; messages without readings do not count', async () => {
  const { lastSeen } = await folded([
    publication('rain-1', { rain: 1 }, NOON),
    publication('rain-1', 'no JSON', NOON + MINUTE),
    publication('rain-2', { unmapped: 1 }, NOON + MINUTE),
    tick(NOON + 5 * MINUTE),
  ]);
  expect(lastSeen.silenceMillis('rain-1')).toBe(5 * MINUTE);
  expect(lastSeen.silenceMillis('rain-2')).toBeNull();
  expect(lastSeen.wallAt).toBe(NOON + 5 * MINUTE);
});

test('silence does not count while the gateway is not running', async () => {
  const { lastSeen } = await folded([
    publication('rain-1', { rain: 1 }, NOON),
    tick(NOON + MINUTE),
    gap(NOON + MINUTE, NOON + 100 * MINUTE),
    publication('rain-2', { rain: 1 }, NOON + 101 * MINUTE),
    tick(NOON + 103 * MINUTE),
  ]);
  expect(lastSeen.silenceMillis('rain-1')).toBe(4 * MINUTE);
  expect(lastSeen.silenceMillis('rain-2')).toBe(2 * MINUTE);
});

test('the entry of a removed device is deleted', async () => {
  const { lastSeen } = await folded([publication('rain-1', { rain: 1 }, NOON), removal('rain-1'), tick(NOON)]);
  expect(lastSeen.silenceMillis('rain-1')).toBeNull();
});

test('it is part of a checkpoint; for one of version 0.1.0 it is derived from the ledger', async () => {
  const before = await folded([publication('rain-1', { rain: 1 }, NOON), tick(NOON + MINUTE)]);
  const snapshot = JSON.parse(JSON.stringify(before.snapshot())) as Record<string, unknown>;
  const restored = samplePipeline();
  restored.restore(snapshot);
  expect(restored.lastSeen.silenceMillis('rain-1')).toBe(MINUTE);
  expect(restored.lastSeen.receivedAt('rain-1')).toBe(NOON);

  const { 'last-heard': _, ...ofOldVersion } = snapshot;
  const upgraded = samplePipeline();
  upgraded.restore(ofOldVersion);
  await folded([tick(NOON + 6 * MINUTE)], upgraded, 2);
  expect(upgraded.lastSeen.silenceMillis('rain-1')).toBe(5 * MINUTE);
  expect(upgraded.lastSeen.receivedAt('rain-1')).toBeUndefined();
  expect(upgraded.lastSeen.silenceMillis('rain-2')).toBeNull();
  expect(upgraded.lastSeen.receivedAt('rain-2')).toBeNull();
});
