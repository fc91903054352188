import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { DocumentsPart, SavedFolds } from '../../model/documents-part.ts';
import { createRejectedList } from './rejected-list.ts';

/** The newest may not load; then the fold goes on from the one before. */
const KEPT_CHECKPOINTS = 2;

/** The two ways in which documents change, each as a whole: a part of the journal's consequences, or the folds' state alone. */
interface Commits {
  commit(part: DocumentsPart): void;
  saveFolds(saved: SavedFolds): void;
  doneMark(): number;
}

/** Prepares the statements. */
export function createCommits(database: DatabaseSync, keepRejected: number): Commits {
  const sql = (text: string) => database.prepare(text);
  const rejectedList = createRejectedList(database, keepRejected);
  const newest = sql('SELECT max(next_offset) AS next_offset FROM checkpoints');
  const putProgress = sql('INSERT OR REPLACE INTO progress VALUES (?, ?, ?)');
  const putAlert = sql('INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?)');
  const putUnmapped = sql('INSERT OR REPLACE INTO unmapped VALUES (?, ?, ?)');
  const putLedger = sql('INSERT OR REPLACE INTO ledger VALUES (?, ?)');
  const putState = sql('INSERT OR REPLACE INTO states VALUES (?, ?, ?)');
  const addEffect = sql(
    'INSERT OR IGNORE INTO outbox (id, json) SELECT $id, $json WHERE NOT EXISTS (SELECT 1 FROM outbox_done WHERE id = $id)',
  );
  const removeEffect = sql('DELETE FROM outbox WHERE id = ?');
  const markDone = sql('INSERT OR IGNORE INTO outbox_done VALUES (?)');
  const putCheckpoint = sql('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)');
  // The newest of all, too, while a fold goes again through what is listed: they say how far that is, and hold again once the store has caught up.
  const forgetCheckpoints = sql(`
    DELETE FROM checkpoints
    WHERE next_offset NOT IN (SELECT next_offset FROM checkpoints ORDER BY next_offset DESC LIMIT $kept)
    AND next_offset NOT IN (SELECT next_offset FROM checkpoints WHERE next_offset <= $at ORDER BY next_offset DESC LIMIT $kept)`);
  let isFirst = true;

  // Numbers of rows begin again when all are gone, which is only when a checkpoint has been saved.
  const newestDone = sql('SELECT coalesce(max(rowid), 0) AS mark FROM outbox_done');
  const forgetDone = sql('DELETE FROM outbox_done WHERE rowid <= ?');
  const doneMark = () => Number(newestDone.get()?.['mark'] ?? 0);

  const save = ({ nextOffset, cityTime, text, doneMark }: SavedFolds) => {
    putCheckpoint.run(nextOffset, cityTime, text, crc32(text));
    forgetCheckpoints.run({ kept: KEPT_CHECKPOINTS, at: nextOffset });
    // Nothing before this place is folded again, so nothing that was done can be asked for again.
    if (doneMark !== null) forgetDone.run(doneMark);
  };

  const write = (part: DocumentsPart) => {
    const position = Number(newest.get()?.['next_offset'] ?? 0);
    if (part.nextOffset < position) {
      throw new RangeError(
        `a part up to offset ${part.nextOffset} lies behind the position ${position} of the documents`,
      );
    }
    // What was listed past the position is folded again after a start: it would stand here twice.
    if (isFirst) rejectedList.forgetPast(position);
    rejectedList.add(part.rejected, part.nextOffset);
    for (const alert of part.alerts) {
      putAlert.run(alert.id, alert.status === 'cleared' ? 0 : 1, alert.raisedAt, JSON.stringify(alert));
    }
    for (const entry of part.unmapped) putUnmapped.run(entry.deviceId, entry.channel, JSON.stringify(entry));
    for (const entry of part.ledger) putLedger.run(entry.deviceId, JSON.stringify(entry));
    for (const state of part.states) putState.run(state.zoneId, state.property, JSON.stringify(state));
    for (const effect of part.outbox.add) addEffect.run({ id: effect.id, json: JSON.stringify(effect) });
    for (const id of part.outbox.remove) {
      removeEffect.run(id);
      markDone.run(id);
    }
    putProgress.run('committed', part.nextOffset, part.cityTime);
    const { nextOffset, cityTime, folds } = part;
    if (folds === undefined) return rejectedList.cut(position);
    save({ nextOffset, cityTime, text: JSON.stringify(folds), doneMark: doneMark() });
    return rejectedList.cut(nextOffset);
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
    commit(part) {
      whole(() => write(part));
      isFirst = false;
    },
    saveFolds: (saved) => whole(() => save(saved)),
    doneMark,
  };
}
