import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialectConformance } from './conformance.ts';
import { DIALECTS } from './dialects.ts';

const here = import.meta.dirname;

for (const dialect of DIALECTS) dialectConformance(dialect, join(here, dialect.name, 'fixtures'));

describe('the list of dialects', () => {
  it('has one entry for each folder of a dialect', () => {
    const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(DIALECTS.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it('has a file of the same name in each folder', () => {
    for (const { name } of DIALECTS) expect(existsSync(join(here, name, `${name}.ts`)), name).toBe(true);
  });
});
