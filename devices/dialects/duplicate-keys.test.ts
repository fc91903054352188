import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDuplicateKeys } from './duplicate-keys.ts';

const find = (text: string) => findDuplicateKeys(text, JSON.parse(text));

test('a key that stands twice is found where it stands, also beside colons and quotation marks in texts', () => {
  expect(find('{"a": 1, "b": {"c": "x:\\"c\\":", "c": 2}, "a": 3}')).toEqual([
    { key: 'c', path: ['b'] },
    { key: 'a', path: [] },
  ]);
  expect(find('{"readings": [{"ts": 1, "ts": 2}, {"ts": 1}], "\\u0061": 1, "a": 2}')).toEqual([
    { key: 'ts', path: ['readings'] },
    { key: 'a', path: [] },
  ]);
});

test('none is found in what JSON.stringify writes', () => {
  fc.assert(fc.property(fc.json(), (text) => findDuplicateKeys(text, JSON.parse(text)).length === 0));
});
