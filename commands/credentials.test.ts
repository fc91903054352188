import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openTestGateway } from '../broker/testing/test-gateway.ts';
import { openCredentials, SERVICES } from '../city/credentials.ts';
import { dataFolder } from '../city/data-folder.ts';
import { EMPTY_CITY } from '../city/empty-city.ts';
import { SAMPLE_CITY_YAML } from '../city/sample-city-yaml.ts';
import { writeCity } from '../city/write-city.ts';
import { ConfigError } from '../model/config-error.ts';
import { credentialsCommand } from './credentials.ts';

/**
 * A city whose first device is behind the bridge `harbour`; `printed` is what went to the standard output, `told` to
 * that of errors.
 */
function openCity() {
  const root = join(mkdtempSync(join(tmpdir(), 'citynerve-credentials-')), 'city');
  const [first, ...others] = EMPTY_CITY.devices;
  if (first === undefined) throw new Error('an empty city has devices to begin with');
  const devices = [{ ...first, bridge: 'harbour' }, ...others];
  writeCity(dataFolder(root), { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY, devices });
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => {
    out.mockRestore();
    err.mockRestore();
    rmSync(root, { recursive: true });
  });
  return { root, printed: () => out.mock.calls.join(''), told: () => err.mock.calls.join('') };
}

test.each(SERVICES)(
  'a token for %s is refused: the name is reserved, and its token lies in a file',
  async (service) => {
    const { root } = openCity();
    const refused = credentialsCommand([service], { data: root });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(`"${service}": is reserved`);
    expect(openCredentials(dataFolder(root).credentials).names).toEqual([]);
  },
);

test('a bridge gets a token like a device', async () => {
  const { root, printed } = openCity();
  await credentialsCommand(['harbour'], { data: root });
  const token = /^harbour,(\S+)$/m.exec(printed())?.[1] ?? '';
  expect(openCredentials(dataFolder(root).credentials).verify('harbour', token)).toBe(true);
});

test('a name that is neither is refused', async () => {
  const { root } = openCity();
  await expect(credentialsCommand(['nobody'], { data: root })).rejects.toThrow('has no device and no bridge "nobody"');
});

test('when all have a token, it says so and how to replace one, and prints no table', async () => {
  const { root, printed, told } = openCity();
  await credentialsCommand([], { data: root });
  const before = printed();
  await credentialsCommand([], { data: root });
  expect(printed()).toBe(before);
  expect(told()).toMatch(/all devices and bridges have a token; "npm run citynerve -- credentials NAME --data /);
});

test('a token for a name that the running city does not know is said to be valid after the next start', async () => {
  const { root, told } = openCity();
  const [first] = EMPTY_CITY.devices;
  const { gatewaySocket } = dataFolder(root);
  const known = new Set(['harbour']);
  await openTestGateway({
    socketPath: gatewaySocket,
    reloadCredentials: () => openCredentials(dataFolder(root).credentials).names.filter((name) => !known.has(name)),
  });
  await credentialsCommand(['harbour'], { data: root });
  expect(told()).toContain('1 tokens made and valid from now on');
  await credentialsCommand(['harbour', `${first?.id}`], { data: root });
  expect(told()).toContain(
    `2 tokens made; valid after the next start for ${first?.id}, which the running city does not know yet; the others`,
  );
});
