import type { DatabaseSync } from 'node:sqlite';
import type { Rejected } from '../../model/rejected.ts';

/** Writes the list of rejected messages and their counts. */
export interface RejectedList {
  add(rejected: readonly Rejected[], committedAt: number): void;
  /** Deletes the oldest entries above the limit; the counts stay. */
  cut(): void;
}

/** Prepares the statements. */
export function createRejectedList(database: DatabaseSync, keep: number): RejectedList {
  const sql = (text: string) => database.prepare(text);
  const insert = sql(`
    INSERT INTO rejected (journal_offset, device_id, topic, received_at, channel, reason, detail, committed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const count = sql(`
    INSERT INTO rejected_counts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`);
  // Ids follow each other without a gap: only the oldest and the newest are ever deleted.
  const cut = sql('DELETE FROM rejected WHERE id <= (SELECT max(id) FROM rejected) - ?');

  return {
    add: (rejected, committedAt) => {
      for (const each of rejected) {
        const { offset, deviceId, topic, receivedAt, channel, reason, detail } = each;
        insert.run(offset, deviceId, topic, receivedAt, channel, reason, detail, committedAt);
        count.run(deviceId, reason);
      }
    },
    cut: () => void cut.run(keep),
  };
}
