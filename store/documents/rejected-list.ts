import type { DatabaseSync } from 'node:sqlite';
import type { Rejected } from '../../model/rejected.ts';

/** The writing side of the list of rejected messages: it only grows, so it must know what a restart brings again. */
export interface RejectedList {
  add(rejected: readonly Rejected[], committedAt: number): void;
  /** Takes back, counts and all, what was added by parts that reach past an offset. */
  forgetPast(offset: number): void;
  /** Drops the oldest above the cap, but none past an offset: those may have to be taken back one by one. */
  cut(offset: number): void;
}

/** Prepares the statements. */
export function createRejectedList(database: DatabaseSync, keep: number): RejectedList {
  const sql = (text: string) => database.prepare(text);
  const insert = sql(`
    INSERT INTO rejected (journal_offset, device_id, topic, received_at, channel, reason, detail, committed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const count = sql(`
    INSERT INTO rejected_counts VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1`);
  const uncount = sql(`
    UPDATE rejected_counts SET count = rejected_counts.count - past.count
    FROM (SELECT device_id, reason, count(*) AS count FROM rejected WHERE committed_at > ? GROUP BY 1, 2) AS past
    WHERE rejected_counts.device_id = past.device_id AND rejected_counts.reason = past.reason`);
  const forget = sql('DELETE FROM rejected WHERE committed_at > ?');
  const forgetZeroes = sql('DELETE FROM rejected_counts WHERE count <= 0');
  // Ids follow each other without a gap: only the oldest and the newest are ever deleted.
  const cut = sql('DELETE FROM rejected WHERE id <= (SELECT max(id) FROM rejected) - ? AND committed_at <= ?');

  return {
    add: (rejected, committedAt) => {
      for (const each of rejected) {
        const { offset, deviceId, topic, receivedAt, channel, reason, detail } = each;
        insert.run(offset, deviceId, topic, receivedAt, channel, reason, detail, committedAt);
        count.run(deviceId, reason);
      }
    },
    forgetPast: (offset) => {
      uncount.run(offset);
      if (forget.run(offset).changes !== 0) forgetZeroes.run();
    },
    cut: (offset) => void cut.run(keep, offset),
  };
}
