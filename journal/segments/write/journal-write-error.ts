/** A write to the disk failed for another reason than lack of space; nothing of the append is in the journal. */
export class JournalWriteError extends Error {
  override readonly name = 'JournalWriteError';
  /** Code of the system error, e.g. `EIO`. */
  readonly code: string;

  constructor(code: string, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
