import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { credentialSecret } from './credential-secret.ts';
import { installExamples } from './install-examples.ts';

describe('a folder for flows', () => {
  let folder: string;
  let palette: string;
  beforeEach(() => {
    const root = mkdtempSync(join(tmpdir(), 'citynerve-flows-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    [folder, palette] = [join(root, 'flows'), join(root, 'palette')];
    mkdirSync(folder);
    mkdirSync(join(palette, 'examples'), { recursive: true });
  });
  const example = (name: string, nodes: unknown) =>
    writeFileSync(join(palette, 'examples', name), typeof nodes === 'string' ? nodes : JSON.stringify(nodes));
  const flows = () => JSON.parse(readFileSync(join(folder, 'flows.json'), 'utf8'));

  test('begins with the examples, each node once', () => {
    example('b.json', [
      { id: 'tab-b', type: 'tab' },
      { id: 'city', type: 'citynerve-city' },
    ]);
    example('a.json', [
      { id: 'tab-a', type: 'tab' },
      { id: 'city', type: 'citynerve-city' },
    ]);
    example('readme.txt', 'no flow');
    installExamples(folder, palette);
    expect(flows().map(({ id }: { id: string }) => id)).toEqual(['tab-a', 'city', 'tab-b']);
  });

  test('with flows is left as it is, also when a person removed them all', () => {
    example('a.json', [{ id: 'tab-a', type: 'tab' }]);
    writeFileSync(join(folder, 'flows.json'), '[]');
    installExamples(folder, palette);
    expect(flows()).toEqual([]);
  });

  test('stays empty without examples, and reports an invalid file', () => {
    installExamples(folder, palette);
    installExamples(folder, join(palette, 'nowhere'));
    expect(existsSync(join(folder, 'flows.json'))).toBe(false);
    example('a.json', { id: 'not a list' });
    expect(() => installExamples(folder, palette)).toThrow(/a\.json is no list of Node-RED nodes/);
  });

  test('keeps one key for credentials, readable by its owner only', () => {
    const secret = credentialSecret(folder);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(credentialSecret(folder)).toBe(secret);
    const mode = statSync(join(folder, 'credential-secret')).mode & 0o777;
    if (process.platform !== 'win32') expect(mode).toBe(0o600);
  });
});
