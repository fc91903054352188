import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PURE_ROOMS, ROOMS } from './rooms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = globSync(
  Object.keys(ROOMS).map((room) => `${room}/**/*.{ts,tsx}`),
  { cwd: root },
).filter((file) => !file.includes('node_modules') && !file.includes('dist/'));
const isTest = (file: string): boolean => /\.test\.tsx?$|conformance\.ts$|\/test-[a-z-]+\.ts$/.test(file);
const roomOf = (file: string): string => normalize(file).split('/')[0] ?? '';

/** Sources of all import and export-from statements. A statement begins a line and ends with its source. */
function imports(file: string): string[] {
  const found: string[] = [];
  let isInside = false;
  for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
    if (/^(import|export)\b/.test(line)) isInside = true;
    if (!isInside) continue;
    const source = /\bfrom '([^']+)'/.exec(line) ?? /^import '([^']+)'/.exec(line);
    if (source?.[1]) found.push(source[1]);
    if (source || line.endsWith(';')) isInside = false;
  }
  return found;
}

describe('the rooms', () => {
  test('every top-level folder with code is a room of the table', () => {
    const folders = new Set(globSync('*/**/*.ts', { cwd: root, exclude: ['node_modules/**', 'data/**'] }).map(roomOf));
    for (const known of [...Object.keys(ROOMS), 'test', 'processes', 'node_modules']) folders.delete(known);
    expect([...folders]).toEqual([]);
  });

  test('docs/architecture.md says the same rooms and imports', () => {
    const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z]+)\/` \| [^|]+ \| ([^|]+) \|$/gm)];
    const said = rows.map(([, room = '', imports = '']) => [room, imports.match(/(?<=`)[a-z]+(?=`)/g) ?? []]);
    expect(Object.fromEntries(said)).toEqual({
      ...ROOMS,
      commands: ['processes', 'console'],
      processes: [],
      test: [],
    });
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const inReadme = [...readme.matchAll(/^\| `([a-z]+)\/` \|/gm)].map(([, room]) => room);
    expect(inReadme.toSorted()).toEqual(Object.keys(Object.fromEntries(said)).toSorted());
  });

  test('the scanner sees imports at all', () => {
    expect(imports('model/alert.ts')).toContain('./evidence.ts');
    expect(sources.length).toBeGreaterThan(50);
  });

  test.each(Object.keys(ROOMS))('%s imports only what its row allows', (room) => {
    const allowed = new Set([room, ...(ROOMS[room] ?? [])]);
    const strays = sources
      .filter((file) => roomOf(file) === room && !isTest(file))
      .flatMap((file) =>
        imports(file)
          .filter((source) => source.startsWith('.'))
          .map((source) => roomOf(relative(root, join(root, dirname(file), source))))
          .filter((target) => !allowed.has(target) && !(target === '..' || target === 'package.json'))
          .map((target) => `${file} imports ${target}`),
      );
    expect(strays).toEqual([]);
  });

  test('only the journal knows that it is made of segments', () => {
    const outside = globSync('{*,*/**/*}.{ts,tsx}', {
      cwd: root,
      exclude: ['node_modules/**', 'data/**', 'console/dist/**', 'journal/**'],
    });
    const strays = outside.filter((file) => imports(file).some((source) => source.includes('journal/segments/')));
    expect(outside).toContain('processes/gateway/gateway.ts');
    expect(outside).toContain('test/bench/journal.ts');
    expect(strays).toEqual([]);
  });

  test.each(PURE_ROOMS)('%s reads no clock, no randomness and no network', (room) => {
    const forbidden =
      /Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|performance\.now|from 'node:(net|http|https|dgram|fs|child_process)'|Math\.pow\(|[^*/]\*\*[^*/]/;
    const offenders = sources
      .filter((file) => roomOf(file) === room && !isTest(file))
      .flatMap((file) =>
        readFileSync(join(root, file), 'utf8')
          .split('\n')
          .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line) && forbidden.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(offenders).toEqual([]);
  });
});
