import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Alert } from '../../model/alert.ts';
import type { LedgerEntry } from '../../model/ledger.ts';

const LOCK_WAIT_MILLIS = 5000;
/** In one step, on another thread: between two steps a writer would make SQLite begin again. */
const ALL_PAGES = 1_000_000_000;

/** The city at one of the checkpoints of a documents file. */
export interface CheckpointState {
  readonly nextOffset: number;
  /** Milliseconds since 1970, UTC. */
  readonly cityTime: number;
  readonly ledger: readonly LedgerEntry[];
  readonly active: readonly Alert[];
}

/**
 * Copies the documents into a new file, beside their writer, and takes the copy back to one of its checkpoints: what
 * later records led to is left out, and comes again when they are folded. Counts of unmapped channels stay until then.
 * Rejects where the file has not come as far as the checkpoint.
 */
export async function copyDocumentsAsOf(file: string, target: string, state: CheckpointState): Promise<void> {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const source = new DatabaseSync(file, { readOnly: true, timeout: LOCK_WAIT_MILLIS });
  try {
    await backup(source, target, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(target);
  try {
    copy.exec('BEGIN IMMEDIATE');
    takeBack(copy, state);
    copy.exec('COMMIT');
  } finally {
    copy.close();
  }
}

function takeBack(copy: DatabaseSync, { nextOffset, cityTime, ledger, active }: CheckpointState): void {
  const run = (sql: string, ...values: readonly (string | number)[]) => copy.prepare(sql).run(...values);
  const reached = copy.prepare("SELECT next_offset FROM progress WHERE name = 'committed'").get()?.['next_offset'];
  if (Number(reached ?? 0) < nextOffset) {
    throw new Error(`the documents have come to offset ${reached ?? 0}, not to the checkpoint at ${nextOffset}`);
  }
  run("UPDATE progress SET next_offset = ?, city_time = ? WHERE name = 'committed'", nextOffset, cityTime);
  run('DELETE FROM checkpoints WHERE next_offset > ?', nextOffset);
  // City time never goes back: what was raised at a later record was raised at or after the time of the checkpoint.
  run("DELETE FROM alerts WHERE json_extract(json, '$.history[0].at') >= ?", cityTime);
  for (const alert of active) {
    run('INSERT OR REPLACE INTO alerts VALUES (?, 1, ?, ?)', alert.id, alert.raisedAt, JSON.stringify(alert));
  }
  run(
    `UPDATE rejected_counts SET count = count - (
      SELECT count(*) FROM rejected r
      WHERE r.device_id = rejected_counts.device_id AND r.reason = rejected_counts.reason AND r.journal_offset >= ?)`,
    nextOffset,
  );
  run('DELETE FROM rejected WHERE journal_offset >= ?', nextOffset);
  run('DELETE FROM rejected_counts WHERE count <= 0');
  run('DELETE FROM ledger');
  for (const entry of ledger) run('INSERT INTO ledger VALUES (?, ?)', entry.deviceId, JSON.stringify(entry));
  run("DELETE FROM states WHERE json_extract(json, '$.at') > ?", cityTime);
}
