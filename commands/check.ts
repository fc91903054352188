import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkCity } from '../city/check-city.ts';
import type { CityConfig } from '../city/city-config.ts';
import { openCredentials } from '../city/credentials.ts';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { emailLogin, webhookSecret, webhookSecretFile } from '../city/delivery-secrets.ts';
import { readGeneration } from '../city/generation.ts';
import { DEVICE_MODELS } from '../devices/device-models.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { ConfigError } from '../model/config-error.ts';
import { checkStoreSetting } from '../store/open-store.ts';

const EXIT_PROBLEMS = 2;

/**
 * `citynerve check DIR`: reads the files of a city, running or not, and prints one line for each problem, with the
 * file, the place in it, what is wrong and what would be right; and one for each warning. Exit code 0 without problems,
 * else 2. A start makes the same checks, without the warnings.
 */
export function checkCommand(root: string): void {
  const folder = dataFolder(resolve(root));
  const known = { models: DEVICE_MODELS, dialects: DIALECTS.map(({ name }) => name) };
  const { config, zones, devices, problems: found, warnings } = checkCity(folder, process.env, known);
  const problems = [...found, ...otherProblems(folder, config)];
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  for (const warning of warnings) process.stdout.write(`warning: ${warning}\n`);
  if (problems.length > 0) {
    process.exitCode = EXIT_PROBLEMS;
    return;
  }
  process.stdout.write(`${folder.root}: no problem; ${zones} zones, ${devices} devices\n`);
}

/** Problems of the files that Citynerve writes, and of settings that need one of them. */
function otherProblems(folder: DataFolder, config: CityConfig | null): readonly string[] {
  const checks: (() => unknown)[] = [() => openCredentials(folder.credentials), () => readGeneration(folder)];
  if (config !== null) {
    checks.push(() => checkStoreSetting(config.store, folder));
    // A check writes nothing, and a missing secret is made at the start.
    for (const { name } of config.alerts.webhooks)
      checks.push(() => existsSync(webhookSecretFile(folder, name)) && webhookSecret(folder, name));
    for (const { name } of config.alerts.emails) checks.push(() => emailLogin(folder, name));
  }
  return checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return [error.message];
      throw error;
    }
  });
}
