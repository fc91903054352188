import type { Logger } from 'pino';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { ConfigError } from '../../model/config-error.ts';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import { JournalLockedError } from '../../model/journal-locked-error.ts';
import { asSetting } from './as-setting.ts';

/** Opens the city's journal for writing. Throws a `ConfigError` while another process writes it, and for damage that a person has to look at. */
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
      onQuarantine: (detail) => log.warn({ detail }, 'the journal was not as it was left: set aside, and going on'),
      onDisturbed: ({ detail }) => log.error({ detail }, 'somebody else touched the journal while it was written'),
    });
  } catch (error) {
    if (error instanceof JournalLockedError) throw new ConfigError(folder.root, `${error.message}; end that one first`);
    throw asSetting(error);
  }
}
