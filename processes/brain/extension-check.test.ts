import { expect, test } from 'vitest';
import type { ExtensionHealth } from '../../model/extension-health.ts';
import { extensionCheck } from './extension-check.ts';

const health = (changes: Partial<ExtensionHealth>): ExtensionHealth => ({
  kind: 'scenario',
  id: 'waterlogging',
  zoneId: 'underpass-1',
  deviceId: null,
  isOn: false,
  lastError: 'depth is undefined',
  failures: 1,
  offBy: 'failure',
  user: null,
  sinceOffset: 7,
  ...changes,
});
const on = health({ isOn: true, offBy: null, lastError: null });

test('the check passes when all extensions are on', () => {
  expect(extensionCheck([on])).toEqual({ name: 'extensions', ok: true, detail: 'all on' });
});

test('the check fails for an extension that failed, with its name, place and error', () => {
  expect(extensionCheck([on, health({})])).toMatchObject({
    ok: false,
    detail: expect.stringContaining('scenario waterlogging is off in underpass-1 (depth is undefined)'),
  });
});

test('an extension that a person switched off is named, and the check passes', () => {
  const check = extensionCheck([health({ offBy: 'person', user: 'li', lastError: null, zoneId: null })]);
  expect(check).toMatchObject({ ok: true, detail: expect.stringContaining('is off everywhere (person)') });
});

test('at most five extensions are named', () => {
  const many = Array.from({ length: 9 }, (_, n) => health({ zoneId: `zone-${n}` }));
  expect(extensionCheck(many).detail).toContain('zone-4 (depth is undefined); and 4 more');
});
