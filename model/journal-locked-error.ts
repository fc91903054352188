/** Another process holds the writer lock of this journal; there is exactly one writer. */
export class JournalLockedError extends Error {
  override readonly name = 'JournalLockedError';
  /** Process id of the lock holder; null: not known. */
  readonly pid: number | null;

  constructor(directory: string, pid: number | null) {
    const who = pid === null ? 'another process (pid unknown)' : `the process with pid ${pid}`;
    super(`the journal ${directory} is being written by ${who}`);
    this.pid = pid;
  }
}
