import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { openCredentials, SERVICES } from './credentials.ts';
import { dataFolder } from './data-folder.ts';
import { issueServiceTokens, serviceToken } from './service-tokens.ts';
import { testFolder } from './test-folder.ts';

const compared = vi.hoisted(() => ({ lengths: [] as number[][] }));
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  const timingSafeEqual: typeof real.timingSafeEqual = (one, other) => {
    compared.lengths.push([one.byteLength, other.byteLength]);
    return real.timingSafeEqual(one, other);
  };
  return { ...real, timingSafeEqual };
});

const onUnix = test.skipIf(process.platform === 'win32'); // Windows has no modes: rights are those of the folder.

describe('credentials', () => {
  test('a token is valid only for its own name, also after the file is opened again', () => {
    const file = join(testFolder(), 'secrets', 'credentials.json');
    const tokens = openCredentials(file).issue(['rain-1', 'rain-2']);
    const again = openCredentials(file);
    expect(again.names).toEqual(['rain-1', 'rain-2']);
    expect(again.verify('rain-1', tokens.get('rain-1') ?? '')).toBe(true);
    expect(again.verify('rain-2', tokens.get('rain-1') ?? '')).toBe(false);
    expect(again.verify('rain-1', '')).toBe(false);
  });

  onUnix('the file is for its owner alone, and so is its folder', () => {
    const secrets = join(testFolder(), 'secrets');
    const file = join(secrets, 'credentials.json');
    openCredentials(file).issue(['rain-1']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    expect(readdirSync(secrets)).toEqual(['credentials.json', 'credentials.json.lock.guard']);
  });

  onUnix('what an interrupted write left behind does not widen the rights', () => {
    const file = join(testFolder(), 'credentials.json');
    writeFileSync(`${file}.new`, 'half', { mode: 0o644 });
    openCredentials(file).issue(['rain-1']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('the file holds hashes, never a token', () => {
    const file = join(testFolder(), 'credentials.json');
    const token = openCredentials(file).issue(['rain-1']).get('rain-1') ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(token);
    expect(JSON.parse(text)).toEqual({ 'rain-1': createHash('sha256').update(token).digest('hex') });
  });

  test('an unknown name is refused by the same comparison as a known one', () => {
    const credentials = openCredentials(join(testFolder(), 'credentials.json'));
    credentials.issue(['rain-1']);
    compared.lengths.length = 0;
    expect(credentials.verify('rain-1', 'guess')).toBe(false);
    expect(credentials.verify('nobody', 'guess')).toBe(false);
    expect(credentials.verify('__proto__', 'guess')).toBe(false);
    expect(compared.lengths).toEqual(Array(3).fill([32, 32]));
    expect(credentials.has('nobody')).toBe(false);
  });

  test('tokens issued by two processes are both kept, though one had read the file before the other wrote it', () => {
    const file = join(testFolder(), 'credentials.json');
    const [one, other] = [openCredentials(file), openCredentials(file)];
    const tokens = [...one.issue(['rain-1']), ...other.issue(['rain-2'])];
    const after = openCredentials(file);
    expect(tokens.map(([name, token]) => after.verify(name, token))).toEqual([true, true]);
  });

  test('while another process writes the file, issuing fails with a message that says so', () => {
    const file = join(testFolder(), 'credentials.json');
    const lock = takeKernelLock(`${file}.lock`);
    if ('holderPid' in lock) throw new Error('is free');
    expect(() => openCredentials(file, { waitMillis: 0 }).issue(['rain-1'])).toThrow(/is being written by/);
    lock.release();
    openCredentials(file).issue(['rain-1']);
  });

  test('a new token replaces the old one of the same name only', () => {
    const credentials = openCredentials(join(testFolder(), 'credentials.json'));
    const first = credentials.issue(['rain-1', 'rain-2']);
    const second = credentials.issue(['rain-1']);
    expect(credentials.verify('rain-1', first.get('rain-1') ?? '')).toBe(false);
    expect(credentials.verify('rain-1', second.get('rain-1') ?? '')).toBe(true);
    expect(credentials.verify('rain-2', first.get('rain-2') ?? '')).toBe(true);
  });
});

describe('tokens of the city’s services', () => {
  test('are made once, and again only for a service whose token is lost', () => {
    const folder = dataFolder(testFolder());
    const credentials = openCredentials(folder.credentials);
    issueServiceTokens(folder, credentials);
    const before = SERVICES.map((service) => serviceToken(folder, service));
    issueServiceTokens(folder, credentials);
    expect(SERVICES.map((service) => serviceToken(folder, service))).toEqual(before);
    expect(SERVICES.every((service, index) => credentials.verify(service, before[index] ?? ''))).toBe(true);
  });
});
