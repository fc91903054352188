import { expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { diskCheck } from './disk-check.ts';

const BOUNDS = { warnDiskShare: 0.8, stopDiskShare: 0.95 };
const city = dataFolder('/city');
const check = (measure: (folder: string) => Promise<number>) => diskCheck(city, BOUNDS, measure);
const failing = (code: string, of: string) => async (folder: string) => {
  if (folder === of) throw Object.assign(new Error(`${code}: statfs '${of}'`), { code });
  return 0.4;
};

test('the fullest disk counts', async () => {
  const shares: Record<string, number> = { '/city/documents': 0.5, '/city/store': 0.96 };
  const measure = async (folder: string) => shares[folder] ?? 0;
  expect(await check(measure)).toMatchObject({ ok: false, detail: expect.stringContaining('disk of /city/store') });
  expect(await check(async () => 0.9)).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/^90 % full: make room/),
  });
  expect(await check(async () => 0.4)).toEqual({ name: 'disk', ok: true, detail: '40 % full' });
});

test('the check fails with the error of the system when a disk cannot be measured', async () => {
  expect(await check(failing('EIO', '/city/documents'))).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/disk of \/city\/documents cannot be measured.*EIO/),
  });
  expect(await check(failing('ENOENT', '/city/documents'))).toMatchObject({ ok: false });
});

test('a folder of readings that does not exist, as with a store on a server, does not fail the check', async () => {
  expect(await check(failing('ENOENT', '/city/store'))).toEqual({ name: 'disk', ok: true, detail: '40 % full' });
});

test('an error without a system code is thrown, not reported as a disk error', async () => {
  await expect(check(() => Promise.reject(new TypeError('x is not a function')))).rejects.toThrow(TypeError);
});
