import type { Logger } from 'pino';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { ConfigError } from '../../model/config-error.ts';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import { JournalLockedError } from '../../model/journal-locked-error.ts';
import { toConfigError } from './to-config-error.ts';

/**
 * Opens the city's journal for writing. Throws a `ConfigError` while another process writes it, and for damage that a
 * person has to repair.
 */
export async function openCityJournal(
  journal: Journal,
  folder: DataFolder,
  config: CityConfig,
  { log, wallNow }: { readonly log: Logger; readonly wallNow: () => number },
): Promise<JournalWriter> {
  const { keepDays, keepDiskShare, stopDiskShare } = config.journal;
  try {
    return await journal.openWriter({
      wallNow,
      retention: { maxAgeDays: keepDays, maxDiskShare: keepDiskShare },
      stopDiskShare,
      onQuarantine: (detail) =>
        log.warn({ detail }, 'the journal was damaged since it was last written: the damage was quarantined'),
      onDisturbed: ({ detail }) =>
        log.error({ detail }, 'another program changed the journal while it was being written; stop that program'),
    });
  } catch (error) {
    if (error instanceof JournalLockedError) throw new ConfigError(folder.root, `${error.message}; end that one first`);
    throw toConfigError(error);
  }
}
