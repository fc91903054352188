import { ConfigError } from '../../model/config-error.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';

/**
 * Turns an error about damage in the journal into a `ConfigError`, which ends the start with one line and exit code 2:
 * a restart would not help, a person has to act. Returns any other error unchanged.
 */
export const toConfigError = (error: unknown): unknown =>
  error instanceof JournalCorruptError ? new ConfigError('journal', error.message) : error;
