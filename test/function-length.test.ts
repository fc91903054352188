import { globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

/** A factory counts with what it closes over: who reads it has to keep all of it in mind. */
const MOST_LINES = 100;

const root = fileURLToPath(new URL('..', import.meta.url));
const excluded = ['**/node_modules/**', '**/dist/**', 'data*/**'];
// A suite of tests is a list, however long; what its tests are made of is not.
const isSuite = (file: string): boolean => /\.test\.tsx?$|conformance\.ts$/.test(file);
const files = globSync('**/*.{ts,tsx,mjs}', { cwd: root, exclude: excluded })
  .map(normalize)
  .filter((file) => !isSuite(file));

interface FoundFunction {
  readonly line: number;
  readonly lines: number;
}

/** Every function of a text, methods and callbacks included. */
function functionsOf(name: string, text: string): readonly FoundFunction[] {
  const { program, errors } = parseSync(name, text);
  if (errors.length > 0) throw new Error(`${name} cannot be parsed: ${errors[0]?.message}`);
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const found: FoundFunction[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && 'start' in node && 'end' in node && /Function/.test(String(node.type))) {
      const [line, last] = [lineAt(Number(node.start)), lineAt(Number(node.end))];
      found.push({ line, lines: last - line + 1 });
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(program);
  return found;
}

test('the check finds functions, methods and arrows, and counts their lines', () => {
  const body = '\n1;'.repeat(MOST_LINES);
  const text = `const arrow = () => {${body}\n};\nclass A {\n  method() {}\n}\nfunction outer() {\n  return arrow;\n}\n`;
  expect(functionsOf('a.ts', text).map(({ line, lines }) => [line, lines])).toEqual([
    [1, MOST_LINES + 2],
    [MOST_LINES + 4, 1],
    [MOST_LINES + 6, 3],
  ]);
  expect(files.length).toBeGreaterThan(500);
});

test('no function is over 100 lines', () => {
  const long = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    // A file this short has none: most need no parsing.
    if (text.split('\n').length <= MOST_LINES) return [];
    return functionsOf(file, text)
      .filter(({ lines }) => lines > MOST_LINES)
      .map(({ line, lines }) => `${file}:${line} has ${lines} lines`);
  });
  expect(long).toEqual([]);
});
