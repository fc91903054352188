import { expect, test } from 'vitest';
import type { SinkStatus } from '../../model/sink.ts';
import { sinkHealth } from './sink-health.ts';

const sink = (name: string, retries: number, trouble: string | null): SinkStatus => ({
  name,
  nextOffset: 0,
  waiting: 0,
  isFollowing: true,
  retries,
  trouble,
});

test('a sink is on under its own name, with what keeps it and how often it failed; a destination with its deliveries', () => {
  const failed = { nextOffset: 0, waiting: 1, delivered: 0, stale: 0, dropped: 0, failed: 2, trouble: 'answers 500' };
  const health = sinkHealth({
    feeds: { statuses: () => [sink('series', 3, 'takes nothing'), sink('webhook:duty', 0, null)] },
    deliveries: [{ name: 'webhook:duty', status: () => ({ ...failed, name: 'webhook:duty' }) }],
  });
  expect(health).toMatchObject([
    { kind: 'sink', id: 'series', isOn: true, lastError: 'takes nothing', failures: 3 },
    { kind: 'sink', id: 'webhook:duty', isOn: true, lastError: 'answers 500', failures: 2 },
  ]);
});
