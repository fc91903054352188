import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { introduced } from '../../flows/runtime/introduction.ts';
import { startNodeRed } from '../../flows/runtime/start-node-red.ts';
import { ConfigError } from '../../model/config-error.ts';
import { type RunningRole, runRole } from '../role.ts';

/** The flows role: Node-RED for operators. It reads no file of the city: the supervisor sends it what it needs. */
async function flows(isSafe: boolean, log: Logger): Promise<RunningRole> {
  if (!process.send)
    throw new ConfigError('flows', 'cannot be started alone; "npm start" starts them with their credentials');
  const introduction = await introduced(process);
  log.level = introduction.logLevel;
  const nodeRed = await startNodeRed(introduction, {
    isSafe,
    onDeploy: () => process.send?.({ type: 'repaired' }),
    info: (facts, text) => log.info(facts, text),
    warn: (facts, text) => log.warn(facts, text),
    error: (facts, text) => log.error(facts, text),
  });
  const { port, secret, close } = nodeRed;
  return { ready: { port, secret }, close };
}

const { values } = parseArgs({ options: { safe: { type: 'boolean', default: false } } });
await runRole('flows', (log) => flows(values.safe, log));
