import type { DatabaseSync } from 'node:sqlite';
import type { DocumentsPart } from './documents.ts';
import { createRejectedList } from './rejected-list.ts';

/** Makes the one way in which documents change: a part of the journal's consequences, as a whole. */
export function createCommit(database: DatabaseSync, keepRejected: number): (part: DocumentsPart) => void {
  const sql = (text: string) => database.prepare(text);
  const rejectedList = createRejectedList(database, keepRejected);
  const progress = sql('SELECT next_offset FROM progress WHERE name = ?');
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
  const putFold = sql('INSERT INTO folds VALUES (?, ?)');
  let isFirst = true;

  const write = (part: DocumentsPart) => {
    const position = Number(progress.get('checkpoint')?.['next_offset'] ?? 0);
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
    if (part.folds === undefined) return rejectedList.cut(position);
    database.exec('DELETE FROM folds');
    for (const [name, state] of Object.entries(part.folds)) putFold.run(name, JSON.stringify(state));
    putProgress.run('checkpoint', part.nextOffset, part.cityTime);
    // Nothing before the new position is folded again, so nothing that was done can be asked for again.
    database.exec('DELETE FROM outbox_done');
    return rejectedList.cut(part.nextOffset);
  };

  return (part) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      write(part);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
    isFirst = false;
  };
}
