import { JournalFullError } from '../../../model/journal.ts';
import { errorCode, isSystemError } from '../format/error-code.ts';
import { JournalWriteError } from './journal-write-error.ts';

/** Codes that say that there is no room: of the disk, of a quota, of the largest file allowed. */
const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What a failure of the disk means to those who append. A mistake of the program stays what it is: it is no fault of a disk. */
export function asWriteError(error: unknown): Error {
  if (!isSystemError(error)) return error instanceof Error ? error : new Error(String(error));
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (FULL_CODES.has(code))
    return new JournalFullError(`there is no room for the journal: ${message}`, { cause: error });
  return new JournalWriteError(code, `the journal cannot be written: ${message}`, error);
}
