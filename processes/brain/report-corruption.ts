import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { openJournal } from '../../journal/open-journal.ts';

/** Tells of a damaged file that was moved aside, and of what the journal can no longer fill it with. */
export const reportCorruption =
  (folder: DataFolder, log: Logger) =>
  (detail: string): void => {
    log.error({ detail }, 'damaged: set aside and filled again from the journal');
    openJournal(folder.journal)
      .gaps()
      .then(
        (gaps) => {
          if (gaps.length === 0) return;
          log.error(
            { gaps },
            'the journal no longer has these offsets: what only they led to is in the file set aside',
          );
        },
        (error: unknown) => log.error({ err: error }, 'what the journal still covers cannot be told'),
      );
  };
