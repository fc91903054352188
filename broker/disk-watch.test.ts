import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, test } from 'vitest';
import { createDiskWatch } from './disk-watch.ts';

test('a disk that fills up is logged once, and again after there was room', () => {
  const logged: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      logged.push(JSON.parse(String(chunk)).msg);
      done();
    },
  });
  let share: number | null = null;
  const watch = createDiskWatch({
    usedShare: () => share,
    warnDiskShare: 0.8,
    stopDiskShare: 0.95,
    log: pino({ level: 'warn' }, stream),
  });
  expect(watch.check()).toMatchObject({ ok: true });
  for (share of [0.5, 0.81, 0.85, 0.96]) watch.update();
  expect(logged).toEqual([expect.stringContaining('81 % full: make room')]);
  expect(watch.check()).toMatchObject({
    name: 'disk',
    ok: false,
    detail: expect.stringContaining('from 95 % on none'),
  });
  for (share of [0.79, 0.8]) watch.update();
  expect(logged).toHaveLength(2);
  expect(watch.check()).toMatchObject({ ok: true, detail: expect.stringContaining('80 % full: make room') });
});

test('the check fails with the error of the system when the free space cannot be read', () => {
  let trouble: string | null = null;
  const bounds = { warnDiskShare: 0.8, stopDiskShare: 0.95, log: pino({ level: 'silent' }) };
  const watch = createDiskWatch({ usedShare: () => null, trouble: () => trouble, ...bounds });
  expect(watch.check()).toMatchObject({ ok: true, detail: 'not measured yet' });
  trouble = 'EIO: statfs';
  expect(watch.check()).toMatchObject({ ok: false, detail: expect.stringContaining('EIO: statfs') });
});
