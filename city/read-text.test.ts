import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readText } from './read-text.ts';
import { testFolder } from './test-folder.ts';

/** A file with these bytes, read. */
function read(bytes: string | Uint8Array): string {
  const file = join(testFolder(), 'devices.csv');
  writeFileSync(file, bytes);
  return readText(file, 'is missing');
}

test('text is read without a byte order mark', () => {
  expect(read('\ufeffid,model\n雨量计')).toBe('id,model\n雨量计');
});

test('a file in GBK or UTF-16 is refused with its first line that is not UTF-8', () => {
  const gbk = Buffer.concat([
    Buffer.from('id,provider\r\nrain-1,acme\r\nrain-2,'),
    Buffer.from([0xcb, 0xae, 0xce, 0xf1]),
  ]);
  expect(() => read(gbk)).toThrow(/devices\.csv: line 3 is not UTF-8; save the file as UTF-8/);
  expect(() => read(Buffer.from('\ufeffid,model\n', 'utf16le'))).toThrow('line 1 is not UTF-8');
});

test('what is no file is named with what to do', () => {
  const folder = testFolder();
  mkdirSync(join(folder, 'city.yaml'));
  symlinkSync('loop', join(folder, 'loop'));
  expect(() => readText(join(folder, 'city.yaml'), 'is missing')).toThrow('city.yaml: is a folder; must be a file');
  expect(() => readText(join(folder, 'loop'), 'is missing')).toThrow('loop: is a link to itself');
  expect(() => readText(join(folder, 'none'), 'is missing; write it')).toThrow('none: is missing; write it');
});
