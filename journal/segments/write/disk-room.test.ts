import { expect, test, vi } from 'vitest';
import { createDiskRoom } from './disk-room.ts';

test('appends are refused while the disk is filled beyond the limit, and accepted at once when there is space', async () => {
  let share = 0.5;
  const room = createDiskRoom('anywhere', 0.95, async () => share);
  await room.expectRoom();
  await vi.waitFor(() => expect(room.usedShare).toBe(0.5));
  share = 0.951;
  await vi.waitFor(() => expect(room.expectRoom()).rejects.toThrow('95.1 % full, and from 95 % on nothing'));
  await expect(room.expectRoom()).rejects.toThrow('make room');
  share = 0.94;
  await room.expectRoom();
  expect(room.usedShare).toBe(0.94);
});

test('if the used share cannot be measured, appends are accepted, and the share is unknown, not zero', async () => {
  let isReadable = false;
  const room = createDiskRoom('nowhere', 0.95, async () => {
    if (!isReadable) throw Object.assign(new Error('EIO: statfs'), { code: 'EIO' });
    return 0.2;
  });
  await room.expectRoom();
  await vi.waitFor(() => expect([room.usedShare, room.trouble]).toEqual([null, 'EIO: statfs']));
  isReadable = true;
  await vi.waitFor(() => {
    room.look();
    expect([room.usedShare, room.trouble]).toEqual([0.2, null]);
  });
});
