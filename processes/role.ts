import pino, { type Logger } from 'pino';
import { ConfigError } from '../model/config-error.ts';
import { NewerVersionError } from '../model/newer-version-error.ts';
import { systemRefusal } from './system-refusal.ts';

/** A role that is ready: what others need to know about it, and how it ends. */
export interface RunningRole {
  /** Addresses and the like, told to the supervisor. */
  readonly ready: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** How often a role says that its main loop answers. */
const ALIVE_MILLIS = 1_000;

/** Exit code of a start that a wrong setting or command line stopped. */
export const EXIT_USAGE = 2;

/**
 * Runs one role as a process: tells the supervisor when it is ready, ends in order on SIGTERM, on Ctrl-C when alone, and when the
 * supervisor is gone. A `ConfigError`, data of a newer Citynerve, and what the system refuses (a port in use, a folder that cannot be
 * written) end it with one line and exit code 2.
 */
export async function runRole(name: string, start: (log: Logger) => Promise<RunningRole>): Promise<void> {
  const log = pino(
    { name, level: 'warn', redact: ['token', 'password', 'secret', '*.token', '*.password', '*.secret'] },
    pino.destination(2),
  );
  // Readings and documents are the city's own: nobody else on the machine reads them.
  process.umask(0o077);
  const isSupervised = process.send !== undefined;
  const asked = Promise.withResolvers<string>();
  process.on('SIGTERM', () => asked.resolve('SIGTERM'));
  // Ctrl-C reaches the whole group; under a supervisor it is the supervisor who ends the roles in order.
  process.on('SIGINT', () => !isSupervised && asked.resolve('SIGINT'));
  process.on('disconnect', () => asked.resolve('the supervisor is gone'));
  const sayAlive = () => process.connected && process.send?.({ type: 'alive' });
  sayAlive();
  setInterval(sayAlive, ALIVE_MILLIS).unref();
  try {
    const role = await start(log);
    process.send?.({ type: 'ready', role: name, ...role.ready });
    log.info(role.ready, 'ready');
    const reason = await asked.promise;
    log.info({ reason }, 'closing');
    await role.close();
    process.exit(0);
  } catch (error) {
    process.exit(explainFailure(error, log));
  }
}

/** Says what went wrong, once, in the form that helps, and gives the exit code. */
export function explainFailure(error: unknown, log: Logger): number {
  if (error instanceof ConfigError || error instanceof NewerVersionError) {
    process.stderr.write(`citynerve: ${error.message}\n`);
    return EXIT_USAGE;
  }
  const refusal = systemRefusal(error);
  if (refusal !== null) {
    process.stderr.write(`citynerve: ${refusal}\n`);
    return EXIT_USAGE;
  }
  log.fatal({ err: error }, 'ended by an error');
  return 1;
}
