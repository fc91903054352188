import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataFolder, dataFolder } from './data-folder.ts';
import { announceBuild, describeBuild, readBuild } from './generation-build.ts';

const BUILD = { cause: 'clock-shifted', user: 'li', fromOffset: 12, since: 1_700_000_000_000 } as const;

let root: string;
let folder: DataFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'citynerve-'));
  folder = dataFolder(root);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a build is known to others with how far it is, until it ends', () => {
  expect(readBuild(folder)).toBeNull();
  const build = announceBuild(folder, BUILD);
  expect(readBuild(folder)).toEqual({ ...BUILD, share: 0, trouble: null });
  build?.progress(0.425);
  const known = readBuild(folder);
  expect(known).toMatchObject({ share: 0.425 });
  expect(known && describeBuild(known)).toContain('(clock-shifted by li from offset 12 on, 42 %)');
  build?.end();
  expect(readBuild(folder)).toBeNull();
});

test('one is built at a time', () => {
  const first = announceBuild(folder, BUILD);
  expect(announceBuild(folder, BUILD)).toBeNull();
  first?.end();
  const second = announceBuild(folder, BUILD);
  expect(second).not.toBeNull();
  second?.end();
});

test('what a killed process announced is no build', () => {
  announceBuild(folder, BUILD)?.end();
  writeFileSync(folder.generationBuild, JSON.stringify({ ...BUILD, share: 0.5, trouble: null }));
  expect(readBuild(folder)).toBeNull();
  expect(existsSync(folder.generationBuild)).toBe(false);
});
