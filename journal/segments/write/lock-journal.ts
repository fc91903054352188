import { join } from 'node:path';
import { type KernelLock, takeKernelLock } from '../../../ipc/kernel-lock.ts';
import { JournalLockedError } from '../../../model/journal-locked-error.ts';

/**
 * Takes the lock of a journal. Throws a `JournalLockedError` while another process has it; `since`: for operators only.
 */
export function lockJournal(directory: string, since: number): KernelLock {
  const lock = takeKernelLock(join(directory, 'lock'), { since });
  if ('holderPid' in lock) throw new JournalLockedError(directory, lock.holderPid);
  return lock;
}
