import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ConfigError } from '../model/config-error.ts';
import { inGeneration } from '../model/in-generation.ts';
import { dataFolder } from './data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from './generation.ts';
import { testFolder } from './test-folder.ts';

test('a city begins with generation 1, and shows another only after showGeneration', () => {
  const folder = dataFolder(testFolder());
  expect(readGeneration(folder)).toEqual({ number: 1, mappingAsOf: null });
  expect(beginGeneration(folder)).toBe(2);
  expect(readGeneration(folder)).toEqual({ number: 1, mappingAsOf: null });
  // That attempt was interrupted: its number is not used again, because it may have left readings on a server.
  expect(beginGeneration(folder)).toBe(3);
  showGeneration(folder, { number: 3, mappingAsOf: 1200 });
  expect(readGeneration(folder)).toEqual({ number: 3, mappingAsOf: 1200 });
  expect(beginGeneration(folder)).toBe(4);
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
