import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const MAX_CHARACTERS = 120;
/** Not ours or not prose: packages, what tools make. */
const EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/telemetry-pb/**', 'data*/**'];

/** Prose lines over the limit, as `file:line`. */
function longLines(pattern: string, isProse: (line: string) => boolean): readonly string[] {
  const files = globSync(pattern, { cwd: root, exclude: EXCLUDED });
  expect(files.length).toBeGreaterThan(5);
  return files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, at) => (line.length > MAX_CHARACTERS && isProse(line) ? [`${file}:${at + 1}`] : [])),
  );
}

test('lines of the documents end at 120 characters, except rows of tables, which cannot be wrapped', () => {
  expect(longLines('**/*.md', (line) => !line.startsWith('|'))).toEqual([]);
});

test('lines of comments end at 120 characters', () => {
  expect(longLines('**/*.{ts,tsx,css,mjs}', (line) => /^\s*(\/\/|\/?\*)/.test(line))).toEqual([]);
});
