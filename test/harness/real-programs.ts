import { accessSync, constants } from 'node:fs';
import { describe, test } from 'vitest';

/** Paths of the real programs that journeys use, as in Debian's packages. */
export const PROGRAMS = {
  mosquitto_pub: '/usr/bin/mosquitto_pub',
  mosquitto_sub: '/usr/bin/mosquitto_sub',
  mosquitto: '/usr/sbin/mosquitto',
  chromium: '/usr/bin/chromium',
  python3: '/usr/bin/python3',
  'python3-paho-mqtt': '/usr/lib/python3/dist-packages/paho',
  'python3-protobuf': '/usr/lib/python3/dist-packages/google/protobuf',
  influxd: '/usr/bin/influxd',
} as const;

/** A test that needs real programs: names a missing one and skips; under CI=true a missing one fails. */
export function testWith(programs: readonly (keyof typeof PROGRAMS)[], name: string, run: () => Promise<void>): void {
  const missing = programs.filter((program) => !isThere(PROGRAMS[program]));
  const title = `${name} [${programs.join(', ')}]`;
  if (missing.length === 0) test(title, run);
  else if (process.env['CI']) test(title, () => Promise.reject(new Error(`missing under CI: ${missing.join(', ')}`)));
  else test.skip(`${title} (not installed: ${missing.join(', ')})`, () => {});
}

/** The same for a whole group of tests. */
export function describeWith(programs: readonly (keyof typeof PROGRAMS)[], name: string, tests: () => void): void {
  const missing = programs.filter((program) => !isThere(PROGRAMS[program]));
  if (missing.length === 0) describe(name, tests);
  else if (process.env['CI']) test(name, () => Promise.reject(new Error(`missing under CI: ${missing.join(', ')}`)));
  else test.skip(`${name} (not installed: ${missing.join(', ')})`, () => {});
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
