import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deliveryFolder } from './test-destination.ts';

const MAX_IN_FLIGHT = 4;

/** The requests that the receiver got, by run; a run is killed after so many requests. */
async function receiver() {
  const runs: { id: string; body: string }[][] = [];
  let killAfter = Number.POSITIVE_INFINITY;
  let kill = () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const run = runs.at(-1) ?? [];
      run.push({ id: String(request.headers['citynerve-event-id']), body: Buffer.concat(chunks).toString() });
      if (run.length >= killAfter) kill();
      // Some are answered, some are still in flight when the process is killed.
      else response.end();
    });
    request.on('error', () => {});
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    runs,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    begin(most: number, end: () => void) {
      runs.push([]);
      killAfter = most;
      kill = end;
    },
  };
}

test('after kill -9 nothing is missing, and only what was in flight is repeated, with the same bytes', async () => {
  const { runs, url, begin } = await receiver();
  const cursorFile = join(deliveryFolder(), 'webhook-duty.cursor');
  for (const [killAfter, rangeLength] of [
    [5, 1],
    [40, 7],
    [61, 180],
    [Number.POSITIVE_INFINITY, 13],
  ] as const) {
    const script = join(import.meta.dirname, 'numbered-deliveries.ts');
    const child = spawn(process.execPath, [script, url, cursorFile, String(rangeLength)], { stdio: 'inherit' });
    begin(killAfter, () => child.kill('SIGKILL'));
    const [code, signal] = await once(child, 'exit');
    expect([code, signal]).toEqual(Number.isFinite(killAfter) ? [null, 'SIGKILL'] : [0, null]);
  }

  const told = new Map<string, string>();
  for (const run of runs) {
    const repeats = run.filter(({ id }) => told.has(id));
    expect(repeats.length).toBeLessThanOrEqual(MAX_IN_FLIGHT);
    for (const { id, body } of run) expect(told.get(id) ?? body).toBe(body);
    for (const { id, body } of run) told.set(id, body);
  }
  // Each of 60 alerts with its three revisions, in order.
  const revisionsOf = Map.groupBy([...told.keys()], (id) => id.split('@')[0]);
  expect(revisionsOf.size).toBe(60);
  for (const [alertId, ids] of revisionsOf) expect(ids).toEqual([1, 2, 3].map((revision) => `${alertId}@${revision}`));
}, 60_000);
