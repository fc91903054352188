import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError } from '../model/config-error.ts';
import { inGeneration } from '../model/in-generation.ts';
import { dataFolder } from './data-folder.ts';
import {
  beginGeneration,
  forgetReplaced,
  noteAmendments,
  readGeneration,
  replacedGeneration,
  showGeneration,
} from './generation.ts';
import { testFolder } from './test-folder.ts';

test('a city begins with generation 1, and shows another only after showGeneration', () => {
  const folder = dataFolder(testFolder());
  expect(readGeneration(folder)).toEqual({ number: 1, mappingAsOf: null, amendments: [] });
  expect(beginGeneration(folder)).toBe(2);
  expect(readGeneration(folder)).toEqual({ number: 1, mappingAsOf: null, amendments: [] });
  // That attempt was interrupted: its number is not used again, because it may have left readings on a server.
  expect(beginGeneration(folder)).toBe(3);
  showGeneration(folder, { number: 3, mappingAsOf: 1200, amendments: ['a'] });
  expect(readGeneration(folder)).toEqual({ number: 3, mappingAsOf: 1200, amendments: ['a'] });
  expect(beginGeneration(folder)).toBe(4);
});

test('a generation says with which amendments it was folded, and which one it replaced, until that is told', () => {
  const folder = dataFolder(testFolder());
  noteAmendments(folder, ['a']);
  expect([readGeneration(folder).amendments, replacedGeneration(folder)]).toEqual([['a'], null]);
  showGeneration(folder, { number: beginGeneration(folder), mappingAsOf: null, amendments: ['a', 'b'] });
  noteAmendments(folder, ['a', 'b', 'c']);
  expect([readGeneration(folder).amendments, replacedGeneration(folder)]).toEqual([['a', 'b', 'c'], 1]);
  forgetReplaced(folder);
  expect([readGeneration(folder).number, replacedGeneration(folder)]).toEqual([2, null]);
});

test('a file of 0.1.0 knows of no amendment', () => {
  const folder = dataFolder(testFolder());
  writeFileSync(folder.generation, '{"number": 2, "mappingAsOf": 7, "begun": 4}');
  expect(readGeneration(folder)).toEqual({ number: 2, mappingAsOf: 7, amendments: [] });
  expect([beginGeneration(folder), replacedGeneration(folder)]).toEqual([5, null]);
});

test('an invalid file is a ConfigError', () => {
  const folder = dataFolder(testFolder());
  writeFileSync(folder.generation, '{"number": "two"}');
  expect(() => readGeneration(folder)).toThrow(ConfigError);
});

test('files of the first generation have no number in their path', () => {
  expect(inGeneration('/city/store/readings.duckdb', 1)).toBe('/city/store/readings.duckdb');
  expect(inGeneration('/city/store/readings.duckdb', 4)).toBe('/city/store/generation-4/readings.duckdb');
});
