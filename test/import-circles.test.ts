import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = globSync('**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**', 'data*/**'] }).map(
  normalize,
);

/** Relative imports of a file, types included: a circle of types ties files together as much as one of values. */
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/\bfrom '(\.{1,2}\/[^']+)'/g)].map(([, source = '']) =>
    normalize(join(dirname(file), source)),
  );

/** The shortest path of imports from a file back to itself; null: none. */
function circleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of graph.get(way.at(-1) ?? start) ?? []) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

test('no circle of imports, types included', () => {
  expect(files.length).toBeGreaterThan(500);
  const graph = new Map(files.map((file) => [file, importsOf(file)]));
  expect(
    circleFrom(
      'a',
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['a']],
      ]),
    ),
  ).toEqual(['a', 'b', 'c', 'a']);
  const circles = files.map((file) => circleFrom(file, graph)).filter((circle) => circle !== null);
  expect(circles).toEqual([]);
});

test('the root has the two entry points and settings of tools, no other code', () => {
  const code = globSync('*.{ts,tsx,mjs,js}', { cwd: root }).toSorted();
  expect(code).toEqual(['citynerve.ts', 'main.ts', 'setup.mjs', 'vitest.config.ts']);
});
