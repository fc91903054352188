import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';
import { testFolder } from './test-folder.ts';

test('a folder is made with those above it, and may be there already', () => {
  const folder = join(testFolder(), 'a', 'b', 'c');
  makeFolder(folder, 0o700);
  makeFolder(folder);
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a link to a folder is one', () => {
  const root = testFolder();
  makeFolder(join(root, 'real'));
  symlinkSync(join(root, 'real'), join(root, 'link'));
  makeFolder(join(root, 'link', 'city'));
  expect(existsSync(join(root, 'real', 'city'))).toBe(true);
});

test('a file, and a link to nothing, are named with what to do', () => {
  const root = testFolder();
  writeFileSync(join(root, 'file'), '');
  symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
  expect(() => makeFolder(join(root, 'file'))).toThrow(`${join(root, 'file')}: is a file; name a folder`);
  expect(() => makeFolder(join(root, 'file', 'city'))).toThrow();
  expect(() => makeFolder(join(root, 'dangling', 'city'))).toThrow(
    'dangling: is a link to something that is not there',
  );
});

test.runIf(existsSync('/proc/self'))(
  'a place in which the system makes no folders is refused, not tried for ever',
  () => {
    expect(() => makeFolder('/proc/x')).toThrow('/proc/x: cannot be made: the system makes no folders there');
    expect(() => makeFolder('/proc/x/y')).toThrow('/proc/x: cannot be made');
  },
);
