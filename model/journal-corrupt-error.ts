/**
 * Durable bytes of the journal are no longer those that were written. Reading stops: no record is guessed or skipped.
 */
export class JournalCorruptError extends Error {
  override readonly name = 'JournalCorruptError';
  /** File name of the segment, without its folder. */
  readonly segment: string;
  /** Offset of the first record that cannot be trusted. */
  readonly offset: number;
  readonly detail: string;

  constructor(segment: string, offset: number, detail: string) {
    super(
      `journal segment ${segment} is damaged at offset ${offset}: ${detail}; verify --journal names all of it (docs/operators.md, "When a file is damaged")`,
    );
    this.segment = segment;
    this.offset = offset;
    this.detail = detail;
  }
}
