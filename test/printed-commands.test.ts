import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Tests have patterns of what is printed. */
const EXCLUDED = ['**/node_modules/**', '**/dist/**', 'data*/**', '**/*.test.ts', '**/*.test.tsx'];
const files = globSync(['*.{md,ts,mjs}', '*/**/*.{md,ts,tsx,mjs,yaml,py,sh}'], { cwd: root, exclude: EXCLUDED });
const text = (file: string) => readFileSync(join(root, file), 'utf8');
const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

/** What stands behind `npm run`, with its file: the script, and the words after `--` up to the end of the text. */
const printed = files.flatMap((file) =>
  [...text(file).matchAll(/npm run ([\w-]+)(?: -- ([^`"'\n<&;,()]*))?/g)].map(([, script = '', args = '']) => ({
    file,
    script,
    words: args.split(/\s+/).filter((word) => word !== ''),
  })),
);
/** The same for what the code makes by `cityCommand` or a function called `command`. */
const made = files.flatMap((file) =>
  [...text(file).matchAll(/\b(?:cityC|c)ommand\(['`]([a-z][^'`$]*)/g)].map(([, args = '']) => ({
    file,
    script: 'citynerve',
    words: args.split(/\s+/).filter((word) => word !== ''),
  })),
);
const commandLine = text('citynerve.ts');
/** Names of the commands of `citynerve`; `on` and `off` are made in a loop. */
const commands = [...commandLine.matchAll(/\.command\('([a-z-]+)/g)].map(([, name]) => name ?? '').concat('on', 'off');

describe('what is printed, in code and documents, for a person to run', () => {
  test('never is npx, which asks the public registry for what it does not find', () => {
    const strays = files.filter((file) => /\bnpx (?!would)/.test(text(file).replaceAll('`npx`', '')));
    expect(strays).toEqual([]);
  });

  test('names scripts that are there', () => {
    expect(printed.length).toBeGreaterThan(50);
    expect(printed.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  test('names commands and options of citynerve that are there', () => {
    const ofCitynerve = [...printed, ...made].filter(({ script, words }) => script === 'citynerve' && words.length > 0);
    expect(made.length).toBeGreaterThan(8);
    expect(ofCitynerve.length).toBeGreaterThan(30);
    const strays = ofCitynerve.filter(({ words: [command = '', ...rest] }) => {
      if (command.startsWith('$') || command === 'ARGS') return false;
      const options = rest.filter((word) => /^--[a-z]/.test(word));
      return !commands.includes(command) || options.some((option) => !new RegExp(`'${option}\\b`).test(commandLine));
    });
    expect(strays).toEqual([]);
  });
});
