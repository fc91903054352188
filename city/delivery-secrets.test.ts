import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataFolder } from './data-folder.ts';
import { emailLogin, webhookSecret } from './delivery-secrets.ts';
import { testFolder } from './test-folder.ts';

test('a webhook gets a secret of its own, readable only for this user, and keeps it', () => {
  const folder = dataFolder(testFolder());
  const secret = webhookSecret(folder, 'duty');
  expect(secret).toHaveLength(43);
  expect(webhookSecret(folder, 'duty')).toBe(secret);
  expect(webhookSecret(folder, 'other')).not.toBe(secret);
  const file = join(folder.secrets, 'webhook-duty.secret');
  expect(readFileSync(file, 'utf8')).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a secret that others may read, or an empty one, is an error that says what to do and does not show it', () => {
  const folder = dataFolder(testFolder());
  mkdirSync(folder.secrets);
  const file = join(folder.secrets, 'webhook-duty.secret');
  writeFileSync(file, 'hush', { mode: 0o644 });
  chmodSync(file, 0o644);
  expect(() => webhookSecret(folder, 'duty')).toThrow(`${file}: has mode 0644; must be 0600: chmod 600`);
  expect(() => webhookSecret(folder, 'duty')).not.toThrow('hush');
  writeFileSync(file, '\n');
  chmodSync(file, 0o600);
  expect(() => webhookSecret(folder, 'duty')).toThrow('is empty');
});

test('a login at a mail server is user and password in one line, or none at all', () => {
  const folder = dataFolder(testFolder());
  expect(emailLogin(folder, 'ops')).toBeNull();
  mkdirSync(folder.secrets);
  const file = join(folder.secrets, 'email-ops.secret');
  writeFileSync(file, 'city:a:b\n', { mode: 0o600 });
  expect(emailLogin(folder, 'ops')).toEqual({ user: 'city', password: 'a:b' });
  writeFileSync(file, 'city\n');
  expect(() => emailLogin(folder, 'ops')).toThrow('"user:password"');
});
