import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type MainThread, readMainThread } from './main-thread.ts';
import { createStarvation } from './starvation.ts';

function watch() {
  let thread: MainThread | null = { isBusy: true, cpuMillis: 1_000 };
  const starvation = createStarvation({ read: () => thread, leastCpuMillis: 2_500 });
  return { ...starvation, now: (next: MainThread | null) => (thread = next) };
}

describe('a main loop that does not answer', () => {
  test('is starved while it would compute and is not given the time', () => {
    const { now, isStarved } = watch();
    now({ isBusy: true, cpuMillis: 3_499 });
    expect(isStarved()).toBe(true);
  });

  test('hangs when it has had its time since the last message', () => {
    const { now, look, isStarved } = watch();
    now({ isBusy: true, cpuMillis: 3_500 });
    expect(isStarved()).toBe(false);
    look(true);
    expect(isStarved()).toBe(true);
    look(false);
    now({ isBusy: true, cpuMillis: 6_000 });
    expect(isStarved()).toBe(false);
  });

  test('hangs when it is asleep or stopped, and when nothing is known of it', () => {
    const { now, isStarved } = watch();
    now({ isBusy: false, cpuMillis: 1_000 });
    expect(isStarved()).toBe(false);
    now(null);
    expect(isStarved()).toBe(false);
  });
});

test.skipIf(!existsSync('/proc/self/task'))('the kernel knows whether a main thread computes or sleeps', async () => {
  expect(readMainThread(process.pid)).toMatchObject({ isBusy: true, cpuMillis: expect.any(Number) });
  const asleep = spawn('sleep', ['60']);
  await once(asleep, 'spawn');
  await expect.poll(() => readMainThread(asleep.pid ?? 0)?.isBusy).toBe(false);
  asleep.kill('SIGKILL');
  await once(asleep, 'exit');
  expect(readMainThread(asleep.pid ?? 0)).toBeNull();
});
