import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { DocumentsBatch, SavedCheckpoint } from '../../model/documents-batch.ts';
import { evidenceWriter } from './evidence-table.ts';
import { createRejectedList } from './rejected-list.ts';

/** If the newest one cannot be read, the fold continues from the one before. */
const KEPT_CHECKPOINTS = 2;

/** The two kinds of transactions: the results of a range of the journal, and a checkpoint of the folds. */
interface Commits {
  commit(part: DocumentsBatch): void;
  saveFolds(saved: SavedCheckpoint): void;
}

/** Prepares the statements. */
export function createCommits(database: DatabaseSync, keepRejected: number): Commits {
  const sql = (text: string) => database.prepare(text);
  const putEvidence = evidenceWriter(database);
  const rejectedList = createRejectedList(database, keepRejected);
  const reached = sql("SELECT next_offset FROM progress WHERE name = 'committed'");
  const putProgress = sql('INSERT OR REPLACE INTO progress VALUES (?, ?, ?)');
  const putAlert = sql('INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?)');
  const putUnmapped = sql('INSERT OR REPLACE INTO unmapped VALUES (?, ?, ?)');
  const putLedger = sql('INSERT OR REPLACE INTO ledger VALUES (?, ?)');
  const putState = sql('INSERT OR REPLACE INTO states VALUES (?, ?, ?)');
  const putCheckpoint = sql('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)');
  const offsets = sql('SELECT next_offset AS nextOffset FROM checkpoints ORDER BY next_offset DESC');
  const forgetCheckpoint = sql('DELETE FROM checkpoints WHERE next_offset = ?');

  const save = ({ nextOffset, cityTime, text, keepFor }: SavedCheckpoint) => {
    putCheckpoint.run(nextOffset, cityTime, text, crc32(text));
    const all = offsets.all().map((row) => Number(row['nextOffset']));
    // Checkpoints after this one could not be used, or the fold would have started from one of them.
    const usable = all.filter((offset) => offset <= nextOffset);
    // A sink that could not be asked yet counts as at 0: the oldest may be the one that was kept for it.
    const needed = keepFor.map((need) => usable.find((offset) => offset <= need) ?? usable.at(-1));
    const kept = new Set([...usable.slice(0, KEPT_CHECKPOINTS), ...needed]);
    for (const offset of all) if (!kept.has(offset)) forgetCheckpoint.run(offset);
  };

  const write = (part: DocumentsBatch) => {
    const position = Number(reached.get()?.['next_offset'] ?? 0);
    if (part.nextOffset < position) {
      throw new RangeError(
        `a part up to offset ${part.nextOffset} lies behind the position ${position} of the documents`,
      );
    }
    rejectedList.add(part.rejected, part.nextOffset);
    for (const alert of part.alerts) {
      putAlert.run(alert.id, alert.status === 'cleared' ? 0 : 1, alert.raisedAt, JSON.stringify(alert));
    }
    part.evidence.forEach(putEvidence);
    for (const entry of part.unmapped) putUnmapped.run(entry.deviceId, entry.channel, JSON.stringify(entry));
    for (const entry of part.ledger) putLedger.run(entry.deviceId, JSON.stringify(entry));
    for (const state of part.states) putState.run(state.zoneId, state.property, JSON.stringify(state));
    putProgress.run('committed', part.nextOffset, part.cityTime);
    rejectedList.cut();
  };

  const whole = (change: () => void) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      change();
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };

  return {
    commit: (part) => whole(() => write(part)),
    saveFolds: (saved) => whole(() => save(saved)),
  };
}
