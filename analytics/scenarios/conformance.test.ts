import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeScenario } from './conformance.ts';
import { SCENARIO_FOLDERS } from './index.ts';

test('every folder is in the list, under the id of its scenario', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(SCENARIO_FOLDERS.map(({ scenario }) => scenario.id).sort()).toEqual(folders.map(({ name }) => name).sort());
});

describe.each(SCENARIO_FOLDERS.map((folder) => [folder.scenario.id, folder] as const))('%s', (id, folder) => {
  describeScenario(join(import.meta.dirname, id), folder);
});
