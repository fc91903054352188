import type { Logger } from 'pino';
import { ConfigError } from '../model/config-error.ts';
import { JournalCorruptError } from '../model/journal-corrupt-error.ts';
import { NewerVersionError } from '../model/newer-version-error.ts';
import { describeSystemError } from './describe-system-error.ts';
import { ExplainedError } from './explained-error.ts';

/** Exit code after a wrong setting or command line. */
export const EXIT_USAGE = 2;
const EXIT_FAULT = 1;

/**
 * Prints an error of a role as one line where a person can correct it, logs any other with its stack; returns the exit
 * code.
 */
export function explainFailure(error: unknown, log: Logger): number {
  const text = correctable(error) ?? describeSystemError(error);
  if (text !== null) return printed(text);
  log.fatal({ err: error }, 'ended by an error');
  return EXIT_FAULT;
}

/** The same for a command and for `npm start`, whose report is read on a terminal. */
export function explainCommandFailure(error: unknown): number {
  if (error instanceof ExplainedError) return EXIT_USAGE;
  const damage = error instanceof JournalCorruptError ? error.message : null;
  const text = correctable(error) ?? damage ?? describeSystemError(error, 'command');
  if (text !== null) return printed(text);
  const report = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`citynerve: a fault of Citynerve; please report it with these lines:\n${report}\n`);
  return EXIT_FAULT;
}

const correctable = (error: unknown): string | null =>
  error instanceof ConfigError || error instanceof NewerVersionError ? error.message : null;

function printed(text: string): number {
  process.stderr.write(`citynerve: ${text.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  return EXIT_USAGE;
}
