import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { createApiToken, replaceApiToken } from './api-token.ts';
import { createNamedToken, namedTokens, revokeNamedToken } from './named-tokens.ts';
import { hashSecret } from './secret.ts';
import { createSessions } from './sessions.ts';
import { createSigninLink } from './signin-link.ts';

describe('sessions', () => {
  const week = 7 * 24 * 3600 * 1000;
  let directory: string;
  let file: string;
  let clock: number;
  const now = () => clock;
  const open = () => createSessions({ file, now });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'citynerve-sessions-'));
    file = join(directory, 'secrets', 'signin.json');
    clock = 1_700_000_000_000;
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('a sign-in link gives one session, once', () => {
    const sessions = open();
    const { token } = createSigninLink(file, 'wang', clock);
    expect([sessions.userOfLink(token), sessions.userOfLink(token), sessions.userOfLink('x')]).toEqual([
      'wang',
      'wang',
      null,
    ]);
    const redeemed = sessions.redeem(token);
    expect(redeemed?.user).toBe('wang');
    expect(sessions.userOf(redeemed?.session ?? '')).toBe('wang');
    expect([sessions.userOfLink(token), sessions.redeem(token)]).toEqual([null, null]);
    expect(open().redeem(token)).toBeNull();
  });

  test('a wrong, an empty and an expired link give no session', () => {
    const sessions = open();
    const { token, expiresAt } = createSigninLink(file, 'wang', clock);
    expect(sessions.redeem(`${token.slice(0, -1)}!`)).toBeNull();
    expect(sessions.redeem('')).toBeNull();
    clock = expiresAt;
    expect(sessions.redeem(token)).toBeNull();
  });

  test('a session survives a restart, and expires after a week', () => {
    const { token } = createSigninLink(file, 'wang', clock);
    const session = open().redeem(token)?.session ?? '';
    const restarted = open();
    expect(restarted.userOf(session)).toBe('wang');
    clock += week;
    expect(restarted.userOf(session)).toBeNull();
  });

  test('a session that was ended stays ended after a restart', () => {
    const { token } = createSigninLink(file, 'wang', clock);
    const sessions = open();
    const session = sessions.redeem(token)?.session ?? '';
    sessions.end(session);
    expect(sessions.userOf(session)).toBeNull();
    expect(open().userOf(session)).toBeNull();
  });

  test('a link is no session, a session no Bearer token, and a Bearer token no session', () => {
    const sessions = open();
    const { token } = createSigninLink(file, 'wang', clock);
    expect(sessions.userOf(token)).toBeNull();
    const session = sessions.redeem(token)?.session ?? '';
    expect(sessions.callerOfBearer(session)).toBeNull();
    const bearer = createApiToken(file, 'robot', clock + 1000);
    expect(sessions.callerOfBearer(bearer)).toEqual({ user: 'robot', scopes: ['read', 'act'] });
    expect(sessions.userOf(bearer)).toBeNull();
    clock += 1000;
    expect(sessions.callerOfBearer(bearer)).toBeNull();
  });

  test('a token says whether it may change anything; one from before there were scopes may', () => {
    const sessions = open();
    const reader = createApiToken(file, 'reader', clock + 1000, { scopes: ['read'] });
    expect(sessions.callerOfBearer(reader)).toEqual({ user: 'reader', scopes: ['read'] });
    const line = { hash: hashSecret('old'), kind: 'token', user: 'robot', expiresAt: clock + 1000 };
    appendFileSync(file, `\n${JSON.stringify(line)}`);
    expect(sessions.callerOfBearer('old')).toEqual({ user: 'robot', scopes: ['read', 'act'] });
    appendFileSync(file, `\n${JSON.stringify({ ...line, hash: hashSecret('new'), scope: 'write-alerts' })}`);
    appendFileSync(file, `\n${JSON.stringify({ ...line, hash: hashSecret('newer'), scopes: ['read', 'admire'] })}`);
    expect(sessions.callerOfBearer('newer')).toEqual({ user: 'robot', scopes: ['read'] });
    expect(sessions.callerOfBearer('new')).toEqual({ user: 'robot', scopes: ['read'] });
  });

  test('a named token acts as token:NAME until it expires or is revoked; of each name there is one', () => {
    const sessions = open();
    const life = { createdAt: clock, expiresAt: clock + 1000 };
    const bearer = createNamedToken(file, { name: 'dispatch', scopes: ['act'], ...life });
    expect(sessions.callerOfBearer(bearer)).toEqual({ user: 'token:dispatch', scopes: ['act'] });
    expect(namedTokens(file)).toEqual([{ name: 'dispatch', scopes: ['act'], ...life }]);
    expect(() => createNamedToken(file, { name: 'dispatch', scopes: ['read'], ...life })).toThrow(
      'has a token "dispatch" already; revoke it first, or choose another name',
    );
    expect(() => revokeNamedToken(file, 'other')).toThrow('has no token "other"; it has dispatch');
    revokeNamedToken(file, 'dispatch');
    expect(sessions.callerOfBearer(bearer)).toBeNull();
    expect(namedTokens(file)).toEqual([]);
    expect(() => revokeNamedToken(file, 'dispatch')).toThrow('it has none at all');

    const second = createNamedToken(file, { name: 'dispatch', scopes: ['read'], ...life });
    clock += 1000;
    expect(sessions.callerOfBearer(second)).toBeNull();
    createNamedToken(file, { name: 'dispatch', scopes: ['read'], createdAt: clock, expiresAt: clock + 1 });
    expect(namedTokens(file).map(({ createdAt }) => createdAt)).toEqual([clock]);
    expect(() => createSigninLink(file, 'token:dispatch', clock)).toThrow('begins as the names of tokens do');
  });

  test('a replaced token ends, and only that user’s', () => {
    const sessions = open();
    const other = createApiToken(file, 'robot', clock + 1000);
    const first = replaceApiToken(file, 'flows', clock + 1000);
    const second = replaceApiToken(file, 'flows', clock + 1000);
    expect(sessions.callerOfBearer(first)).toBeNull();
    expect(sessions.callerOfBearer(second)).toEqual({ user: 'flows', scopes: ['read', 'act'] });
    expect(sessions.callerOfBearer(other)?.user).toBe('robot');
  });

  test('the file is readable only for its owner and contains no secret in clear', () => {
    const { token } = createSigninLink(file, 'wang', clock);
    const session = open().redeem(token)?.session ?? '';
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(token);
    expect(text).not.toContain(session);
  });

  test('a line cut off by a crash does not damage other lines', () => {
    const { token } = createSigninLink(file, 'wang', clock);
    appendFileSync(file, '\n{"hash":"00","kind":"sess');
    const later = createSigninLink(file, 'li', clock);
    expect(open().redeem(token)?.user).toBe('wang');
    expect(open().redeem(later.token)?.user).toBe('li');
  });

  test('a large file is compacted to the valid secrets', () => {
    const { token } = createSigninLink(file, 'wang', clock);
    appendFileSync(file, `\n{"hash":"11","kind":"ended"}`.repeat(10_000));
    const sessions = open();
    expect(statSync(file).size).toBeLessThan(1000);
    expect(sessions.redeem(token)?.user).toBe('wang');
  });

  test('a file that another process writes is left to it: nothing is added beside it, and nothing that it adds is lost', () => {
    const { token } = createSigninLink(file, 'wang', clock);
    appendFileSync(file, `\n{"hash":"11","kind":"ended"}`.repeat(10_000));
    const lock = takeKernelLock(`${file}.lock`);
    if ('holderPid' in lock) throw new Error('is free');
    open();
    expect(() => createApiToken(file, 'robot', clock + 1000)).toThrow(
      `signin.json: is being written by process ${process.pid}; try again when that has ended`,
    );
    expect(readFileSync(file, 'utf8').match(/"ended"/g)).toHaveLength(10_000);
    expect(readFileSync(file, 'utf8')).not.toContain('robot');
    lock.release();
    expect(open().redeem(token)?.user).toBe('wang');
    expect(readFileSync(file, 'utf8').match(/"ended"/g)).toHaveLength(1);
  });
});
