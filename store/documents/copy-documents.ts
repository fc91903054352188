import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const LOCK_WAIT_MILLIS = 5000;

/**
 * Copies the documents as of one moment into a new file, from any process and beside their writer, which is not held
 * up. Reads every page: a damaged file fails here. Returns the journal offset at which the copy's folds go on.
 */
export function copyDocuments(file: string, target: string): number {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT_MILLIS });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
  const copy = new DatabaseSync(target, { readOnly: true });
  try {
    return Number(copy.prepare('SELECT max(next_offset) AS next_offset FROM checkpoints').get()?.['next_offset'] ?? 0);
  } finally {
    copy.close();
  }
}
