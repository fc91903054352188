import { existsSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dataFolder } from './data-folder.ts';
import { parseFlowsAddress, readFlowsAddress, writeFlowsAddress } from './flows-address.ts';
import { testFolder } from './test-folder.ts';

test('the address of the flows is readable only for its owner, and removed when they end', () => {
  const folder = dataFolder(testFolder());
  expect(readFlowsAddress(folder)).toBeNull();
  writeFlowsAddress(folder, { port: 1234, secret: 'x' });
  if (process.platform !== 'win32') expect(statSync(folder.flowsAddress).mode & 0o777).toBe(0o600);
  expect(readFlowsAddress(folder)).toEqual({ port: 1234, secret: 'x' });
  writeFileSync(folder.flowsAddress, '{"port":');
  // A damaged file is not taken for a missing one.
  expect(() => readFlowsAddress(folder)).toThrow(`${folder.flowsAddress} is damaged`);
  writeFlowsAddress(folder, null);
  expect(existsSync(folder.flowsAddress)).toBe(false);
});

test.each([null, 7, {}, { port: 1 }, { port: '1', secret: 'x' }, { port: 1.5, secret: 'x' }, { port: 1, secret: '' }])(
  '%j is no address',
  (value) => expect(parseFlowsAddress(value)).toBeNull(),
);
