import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { READABLE_CODE } from './readable-code.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The file and everything that it imports when it runs; imports of types only are gone by then. */
function loadedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?'(\.[^']+)'/gm))
    loadedBy(normalize(join(dirname(file), path)), found);
  return found;
}

test('the flows role may read everything that its program imports, and no file that it does not', () => {
  const loaded = [...loadedBy('processes/flows/flows.ts')];
  const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);
  expect(loaded.filter((file) => !READABLE_CODE.some((place) => isIn(file, place)))).toEqual([]);
  const files = READABLE_CODE.filter((place) => place.endsWith('.ts'));
  expect(files.filter((file) => !loaded.includes(file))).toEqual([]);
  expect(READABLE_CODE.filter((place) => !existsSync(join(root, place)))).toEqual([]);
});
