import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { SEVERITIES } from '../../../model/scenario.ts';
import { SEVERITIES as OUR_SEVERITIES } from '../city/alert.ts';

const palette = fileURLToPath(new URL('..', import.meta.url));
const nodes = readdirSync(join(palette, 'nodes')).map((folder) => ({
  type: `citynerve-${folder}`,
  folder: join(palette, 'nodes', folder),
}));
const textIn = (...path: string[]): string => readFileSync(join(...path), 'utf8');

/** Every key with its depth, and the placeholders of its text. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`${path} ${[...String(value).matchAll(/__\w+?__|\{\{.*?\}\}/g)].map(([found]) => found).sort()}`];
  }
  return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
}
const keysOf = (text: string): string[] => shape(JSON.parse(text)).map((line) => line.split(' ')[0]?.slice(1) ?? '');

describe.each(nodes)('$type', ({ type, folder }) => {
  const english = textIn(folder, 'locales', 'en-US', `${type}.json`);

  test('has the same keys and placeholders in both languages', () => {
    expect(shape(JSON.parse(textIn(folder, 'locales', 'zh-CN', `${type}.json`)))).toEqual(shape(JSON.parse(english)));
  });

  test.each(['en-US', 'zh-CN'])('has help in %s', (language) => {
    const help = textIn(folder, 'locales', language, `${type}.html`);
    expect(help).toContain(`data-help-name="${type}"`);
    expect(help.match(/<h3>/g)?.length).toBeGreaterThan(0);
    expect(/[\u4e00-\u9fff]/.test(help)).toBe(language === 'zh-CN');
  });

  test('uses only texts that exist', () => {
    const sources = readdirSync(folder).filter((name) => /\.(ts|html)$/.test(name) && !name.includes('.test.'));
    const asked = sources.flatMap((name) =>
      [...textIn(folder, name).matchAll(/citynerve-[a-z]+(\.[\w-]+)+/g)].map(([key]) => key),
    );
    const known = keysOf(english);
    const strays = asked.filter(
      (key) => !/\.(svg|ts|js|html)$/.test(key) && !known.some((one) => one === key || one.startsWith(`${key}.`)),
    );
    expect(strays).toEqual([]);
  });

  test('has an icon, unless it is a config node', () => {
    const isShown = type !== 'citynerve-city';
    expect(existsSync(join(folder, 'icons', `${type}.svg`))).toBe(isShown);
  });
});

test('the manifest names every node', () => {
  const manifest = JSON.parse(textIn(palette, 'package.json'));
  expect(manifest['node-red'].nodes).toEqual(
    Object.fromEntries(nodes.map(({ type }) => [type, `dist/nodes/${type.replace('citynerve-', '')}/${type}.js`])),
  );
});

test('severities are those of the city', () => {
  expect(OUR_SEVERITIES).toEqual(SEVERITIES);
});
