import { accessSync, constants } from 'node:fs';
import { test } from 'vitest';

/** Where Debian's packages put the programs that journeys use for real. */
export const PROGRAMS = {
  mosquitto_pub: '/usr/bin/mosquitto_pub',
  mosquitto_sub: '/usr/bin/mosquitto_sub',
  chromium: '/usr/bin/chromium',
} as const;

/** A test that needs real programs: names a missing one and skips; under CI=true a missing one fails. */
export function testWith(programs: readonly (keyof typeof PROGRAMS)[], name: string, run: () => Promise<void>): void {
  const missing = programs.filter((program) => !isThere(PROGRAMS[program]));
  const title = `${name} [${programs.join(', ')}]`;
  if (missing.length === 0) test(title, run);
  else if (process.env['CI']) test(title, () => Promise.reject(new Error(`missing under CI: ${missing.join(', ')}`)));
  else test.skip(`${title} (not installed: ${missing.join(', ')})`, () => {});
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
