import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { dataFolder } from './city/data-folder.ts';
import { writeDemoCity } from './commands/demo-city.ts';
import { banner } from './processes/banner.ts';
import { EXIT_USAGE, explainCommandFailure } from './processes/explain-failure.ts';
import { startCity } from './processes/start-city.ts';

/**
 * `npm start [-- --data DIR]`: starts a city. The supervisor starts the roles (gateway, brain, flows, and for a
 * simulated city the simulation), prints their addresses, and ends the roles in the opposite order.
 */
const DEMO = { seed: 7, devices: 120, speed: 10 } as const;
const log = pino({ name: 'citynerve', level: 'warn' }, pino.destination(2));
const { promise: ending, resolve: end } = Promise.withResolvers<void>();
const giveUp = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    giveUp.abort();
    end();
  });
}

try {
  const { values } = parseArgs({ options: { data: { type: 'string', default: 'data' } } });
  const folder = dataFolder(resolve(values.data));
  if (!existsSync(folder.cityYaml)) writeDemoCity(folder, { simulation: DEMO });
  // Ctrl-C also cancels a start that is not finished.
  const city = await startCity(folder, { log, signal: giveUp.signal }).catch((error: unknown) => {
    if (giveUp.signal.aborted) return null;
    throw error;
  });
  if (city) {
    process.stdout.write(banner(city));
    await ending;
    process.stdout.write('\nclosing: every acknowledged message is in the journal\n');
    await city.close();
  }
  process.exit(0);
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (isUsage) process.stderr.write(`citynerve: ${error.message}; npm start -- --data DIR\n`);
  process.exit(isUsage ? EXIT_USAGE : explainCommandFailure(error));
}
