import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mainThreadMillis } from './main-thread-millis.ts';
import { createStarvation } from './starvation.ts';

/** A main thread that is looked at once a second; each number is the CPU time that it has had in that second. */
function watched(...millisBySecond: readonly number[]) {
  let [at, used] = [0, 1_000];
  const starvation = createStarvation({ read: () => used, now: () => at, enoughMillis: 7_500, idleMillis: 15_000 });
  starvation.look(true);
  for (const millis of millisBySecond) {
    at += 1_000;
    used += millis;
    starvation.look(false);
  }
  return starvation;
}

const seconds = (count: number, millis: number) => Array.from({ length: count }, () => millis);

describe('a main loop that does not answer', () => {
  test('is starved while it gets a little time now and then', () => {
    expect(watched(...seconds(15, 100)).isStarved).toBe(true);
    expect(watched(500, ...seconds(14, 0)).isStarved).toBe(true);
  });

  test('hangs when it has had enough time for an answer', () => {
    expect(watched(...seconds(15, 500))).toMatchObject({ isStarved: false, usedMillis: 7_500 });
  });

  test('hangs when it does nothing at all, stopped or waiting for what never comes', () => {
    expect(watched(...seconds(15, 0)).isStarved).toBe(false);
    expect(watched(500, ...seconds(15, 0)).isStarved).toBe(false);
  });

  test('begins anew with each message', () => {
    const starvation = watched(...seconds(15, 500));
    starvation.look(true);
    expect(starvation).toMatchObject({ isStarved: true, usedMillis: 0 });
  });
});

test('where nothing is known of the main thread, silence is a hang', () => {
  const starvation = createStarvation({ read: () => null, now: () => 0, enoughMillis: 7_500, idleMillis: 15_000 });
  starvation.look(true);
  expect(starvation.isStarved).toBe(false);
});

test.skipIf(!existsSync('/proc/self/task'))('the kernel knows what a main thread has used [/proc]', async () => {
  const before = mainThreadMillis(process.pid) ?? Number.NaN;
  const busy = spawn(process.execPath, ['-e', 'for (;;);']);
  await once(busy, 'spawn');
  await expect.poll(() => mainThreadMillis(busy.pid ?? 0), { timeout: 20_000 }).toBeGreaterThan(100);
  busy.kill('SIGKILL');
  await once(busy, 'exit');
  expect(mainThreadMillis(busy.pid ?? 0)).toBeNull();
  expect(mainThreadMillis(process.pid)).toBeGreaterThanOrEqual(before);
});
