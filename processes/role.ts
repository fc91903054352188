import pino, { type Logger } from 'pino';
import { explainFailure } from './explain-failure.ts';

/** A role that is ready. */
export interface RunningRole {
  /** What the supervisor needs to know of it, such as its ports. */
  readonly ready: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Interval of the heartbeat that a role sends to the supervisor. */
const ALIVE_MILLIS = 1_000;

/**
 * Runs one role as a process. It reports to the supervisor when it is ready; it closes on SIGTERM, on Ctrl-C when it
 * has no supervisor, and when its supervisor has ended. A `ConfigError`, data of a newer Citynerve, and errors of the
 * system that a person has to correct (a port in use, a folder that cannot be written) end it with one line and exit
 * code 2.
 */
export async function runRole(name: string, start: (log: Logger) => Promise<RunningRole>): Promise<void> {
  const log = pino(
    { name, level: 'warn', redact: ['token', 'password', 'secret', '*.token', '*.password', '*.secret'] },
    pino.destination(2),
  );
  // Files that the role creates are readable only for its own user.
  process.umask(0o077);
  const isSupervised = process.send !== undefined;
  const closing = Promise.withResolvers<string>();
  process.on('SIGTERM', () => closing.resolve('SIGTERM'));
  // Ctrl-C sends SIGINT to all processes of the group; the supervisor then closes the roles in order.
  process.on('SIGINT', () => !isSupervised && closing.resolve('SIGINT'));
  process.on('disconnect', () => closing.resolve('the supervisor has ended'));
  const sendAlive = () => process.connected && process.send?.({ type: 'alive' });
  sendAlive();
  setInterval(sendAlive, ALIVE_MILLIS).unref();
  try {
    const role = await start(log);
    process.send?.({ type: 'ready', role: name, ...role.ready });
    log.info(role.ready, 'ready');
    const reason = await closing.promise;
    log.info({ reason }, 'closing');
    await role.close();
    process.exit(0);
  } catch (error) {
    process.exit(explainFailure(error, log));
  }
}
