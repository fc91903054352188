/** Another process is the writer of this journal: there is never a second one. */
export class JournalLockedError extends Error {
  override readonly name = 'JournalLockedError';
  /** Null where it cannot be told. */
  readonly pid: number | null;

  constructor(directory: string, pid: number | null) {
    const who = pid === null ? 'another process, which has not said which' : `the process with pid ${pid}`;
    super(`the journal ${directory} is being written by ${who}`);
    this.pid = pid;
  }
}
