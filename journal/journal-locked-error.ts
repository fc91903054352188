/** Another process is the writer of this journal: there is never a second one. */
export class JournalLockedError extends Error {
  override readonly name = 'JournalLockedError';
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`the journal ${directory} is being written by the process with pid ${pid}`);
    this.pid = pid;
  }
}
