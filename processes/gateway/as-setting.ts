import { ConfigError } from '../../model/config-error.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';

/** Damage to what a gateway cannot do without is told in one line: a person has to look at it first. Any other error stays what it is. */
export const asSetting = (error: unknown): unknown =>
  error instanceof JournalCorruptError ? new ConfigError('journal', error.message) : error;
