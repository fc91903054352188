import { JournalFullError } from '../../../model/journal.ts';
import { errorCode, isSystemError } from '../format/error-code.ts';
import { JournalWriteError } from './journal-write-error.ts';

/** Error codes for a lack of space: on the disk, in a quota, or by the maximum file size. */
const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Converts a system error to a `JournalFullError` or `JournalWriteError`; a programming error is returned unchanged.
 */
export function asWriteError(error: unknown): Error {
  if (!isSystemError(error)) return error instanceof Error ? error : new Error(String(error));
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (FULL_CODES.has(code))
    return new JournalFullError(`there is no room for the journal: ${message}`, { cause: error });
  return new JournalWriteError(code, `the journal cannot be written: ${message}`, error);
}
