import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { openJournal } from '../../journal/open-journal.ts';

/** Logs that a damaged file was quarantined, and which offsets the journal no longer has to rebuild it from. */
export const reportCorruption =
  (folder: DataFolder, log: Logger) =>
  (detail: string): void => {
    log.error({ detail }, 'a damaged file was quarantined; it is rebuilt from the journal');
    openJournal(folder.journal)
      .gaps()
      .then(
        (gaps) => {
          if (gaps.length === 0) return;
          log.error(
            { gaps },
            'the journal no longer has these offsets: what was made from them is only in the quarantined file',
          );
        },
        (error: unknown) =>
          log.error(
            { err: error },
            `the offsets of the journal could not be read; ${cityCommand('verify --journal', folder.root)}`,
          ),
      );
  };
