import { expect, test } from 'vitest';
import { createSeriesRoom } from './series-room.ts';

const DAY_MILLIS = 86_400_000;

function begin(whenJournalFull: 'stop' | 'skip') {
  const disk = { share: 0.35, at: 0 };
  const room = createSeriesRoom({
    whenJournalFull,
    warnDiskShare: 0.8,
    stopDiskShare: 0.95,
    usedShare: async () => disk.share,
    now: () => disk.at,
  });
  const later = async (days: number, share: number, isBehind = true) => {
    Object.assign(disk, { at: days * DAY_MILLIS, share });
    await room.update(isBehind);
    return room.check();
  };
  return { room, later };
}

test('the check passes while the store keeps up', async () => {
  const { room, later } = begin('stop');
  expect(await later(0, 0.9, false)).toMatchObject({ ok: true, detail: 'the series store keeps up' });
  expect(room.isSkipping).toBe(false);
});

test('the check fails when half of the space is used, and says for how many days there is space', async () => {
  const { later } = begin('stop');
  expect(await later(0, 0.35)).toMatchObject({ ok: true, detail: expect.stringContaining('known an hour after') });
  expect(await later(1, 0.35)).toMatchObject({ ok: true, detail: expect.stringContaining('not growing') });
  expect(await later(2, 0.55)).toMatchObject({ ok: true, detail: expect.stringContaining('4.0 days more') });
  expect(await later(3, 0.65)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/3\.0 days more.*no message is acknowledged/),
  });
});

test('after a start it claims no number of days before an hour has passed', async () => {
  const { later } = begin('stop');
  await later(0, 0.6);
  expect((await later(0.04, 0.61)).detail).not.toMatch(/days more/);
  expect((await later(0.05, 0.61)).detail).toMatch(/room for 1\.7 days more/);
});

test('with stop, retention waits for the store however full the disk is', async () => {
  const { room, later } = begin('stop');
  await later(0, 0.35);
  await later(6, 0.94);
  expect(room.isSkipping).toBe(false);
});

test('with skip, retention waits for the store only below the warning level', async () => {
  const { room, later } = begin('skip');
  await later(0, 0.35);
  await later(4, 0.79);
  expect(room.isSkipping).toBe(false);
  expect(await later(5, 0.8)).toMatchObject({ ok: false, detail: expect.stringContaining('never gets them') });
  expect(room.isSkipping).toBe(true);
  await later(6, 0.7);
  expect(room.isSkipping).toBe(false);
});

test('after the store has caught up, the measurement starts again', async () => {
  const { later } = begin('stop');
  await later(0, 0.35);
  await later(3, 0.7);
  await later(4, 0.7, false);
  expect(await later(5, 0.7)).toMatchObject({ ok: true, detail: expect.stringContaining('known an hour after') });
});
