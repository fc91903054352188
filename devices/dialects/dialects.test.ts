import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialectConformance } from './conformance.ts';
import { DIALECTS } from './dialects.ts';

const fixtures = join(import.meta.dirname, 'fixtures');

for (const dialect of DIALECTS) dialectConformance(dialect, join(fixtures, dialect.name));

describe('the list of dialects', () => {
  it('names every dialect that has fixtures, once', () => {
    expect(DIALECTS.map(({ name }) => name).sort()).toEqual(readdirSync(fixtures).sort());
  });
});
