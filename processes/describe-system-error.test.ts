import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeSystemError } from './describe-system-error.ts';

test('a port in use is named with what to do', async () => {
  const [first, second] = [createServer(), createServer()];
  await once(first.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void first.close());
  const { port } = first.address() as AddressInfo;
  const [error] = await once(second.listen(port, '127.0.0.1'), 'error').catch((refused: unknown) => [refused]);
  expect(describeSystemError(error)).toMatch(new RegExp(`^port ${port} of 127.0.0.1 is in use; `));
});

test('a data folder below a file is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'file'), '');
  const refused = () => mkdirSync(join(folder, 'file', 'run'), { recursive: true });
  expect(refused).toThrow();
  try {
    refused();
  } catch (error) {
    expect(describeSystemError(error)).toContain(
      `${join(folder, 'file', 'run')} lies below something that is no folder`,
    );
  }
});

test('a host that is no address of this machine is named, also with any free port', async () => {
  const server = createServer();
  const [error] = await once(server.listen(0, '198.51.100.1'), 'listening').catch((refused: unknown) => [refused]);
  expect(describeSystemError(error)).toBe('198.51.100.1 is no address of this machine; correct the host');
});

test('only a command, which is not started again, ends because of a full disk or a missing file', () => {
  const error = (code: string) => Object.assign(new Error('no'), { code, path: '/data' });
  expect(describeSystemError(error('ENOSPC'), 'command')).toBe(
    '/data has no room: the disk is full; make room and run this again',
  );
  expect(describeSystemError(error('ENOENT'), 'command')).toBe('/data is not there; correct the name');
});

test.each([
  ['a bug', new TypeError('x is not a function')],
  ['a full disk', Object.assign(new Error('no space'), { code: 'ENOSPC', path: '/data' })],
  ['a file that is not there', Object.assign(new Error('gone'), { code: 'ENOENT', path: '/data' })],
  ['a refusal that names no path', Object.assign(new Error('no'), { code: 'EPERM' })],
])('%s is none', (_, error) => expect(describeSystemError(error)).toBeNull());
