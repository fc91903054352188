import { JournalFullError } from '../../../model/journal.ts';
import { errorCode } from '../format/error-code.ts';
import { JournalWriteError } from './journal-write-error.ts';

/** Codes that say that there is no room: of the disk, of a quota, of the largest file allowed. */
const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failure of the disk means to those who append. */
export function asWriteError(error: unknown): JournalFullError | JournalWriteError {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (FULL_CODES.has(code))
    return new JournalFullError(`there is no room for the journal: ${message}`, { cause: error });
  return new JournalWriteError(code, `the journal cannot be written: ${message}`, error);
}
