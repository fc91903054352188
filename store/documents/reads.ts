import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Alert } from '../../model/alert.ts';
import type { Unmapped } from '../../model/fold.ts';
import { type LedgerEntry, ledgerEntryOf } from '../../model/ledger.ts';
import { readAlert } from '../../model/read-alert.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';
import { alertPage } from './alert-page.ts';
import type { Documents, RejectedCount, RejectedFilter } from './documents-interface.ts';
import { evidenceReader } from './evidence-table.ts';

/** The read queries of the documents, prepared once. */
export function createReads(database: DatabaseSync): Omit<Documents, 'commit' | 'saveFolds' | 'close'> {
  const listing = <T>(text: string) => {
    const statement = database.prepare(text);
    return (values: Record<string, SQLInputValue> = {}) => statement.all(values) as unknown as readonly T[];
  };
  // A null parameter stands for "any".
  const documents = <T>(text: string) => {
    const list = listing<{ readonly json: string }>(text);
    return (values?: Record<string, SQLInputValue>) => list(values).map(({ json }) => JSON.parse(json) as T);
  };
  const progress = listing<Progress>(
    'SELECT next_offset AS nextOffset, city_time AS cityTime FROM progress WHERE name = $name',
  );
  // Without the folds, which are megabytes: the list is asked for each second.
  const checkpoints = listing<Progress>(
    'SELECT next_offset AS nextOffset, city_time AS cityTime FROM checkpoints ORDER BY next_offset DESC',
  );
  const foldsAt = listing<{ folds: string; crc: number }>(
    'SELECT folds, crc32 AS crc FROM checkpoints WHERE next_offset = $nextOffset',
  );
  const alertText = listing<{ json: string }>('SELECT json FROM alerts WHERE id = $id');
  const unmapped = documents<Unmapped>(
    'SELECT json FROM unmapped WHERE device_id = coalesce($deviceId, device_id) ORDER BY device_id, channel',
  );
  const ledger = documents<LedgerEntry>(
    'SELECT json FROM ledger WHERE device_id = coalesce($deviceId, device_id) ORDER BY device_id',
  );
  const states = documents<ZoneState>(`
    SELECT json FROM states WHERE zone_id = coalesce($zoneId, zone_id) AND property = coalesce($property, property)
    ORDER BY zone_id, property`);
  const counts = listing<RejectedCount>(`
    SELECT device_id AS deviceId, reason, count FROM rejected_counts
    WHERE device_id = coalesce($deviceId, device_id) ORDER BY device_id, reason`);
  const textOf = (id: string) => alertText({ id })[0]?.json ?? null;

  return {
    checkpoints: () =>
      checkpoints().map(({ nextOffset, cityTime }) => ({
        nextOffset,
        cityTime,
        folds() {
          const [saved] = foldsAt({ nextOffset });
          if (saved === undefined) throw new Error('it has been replaced by a newer one meanwhile');
          if (crc32(saved.folds) !== saved.crc) throw new Error('its bytes are not those that were written');
          return JSON.parse(saved.folds) as Readonly<Record<string, unknown>>;
        },
      })),
    committed: () => {
      const [at] = progress({ name: 'committed' });
      return at === undefined ? null : { ...at };
    },
    alerts: (filter) => alertPage(database, filter),
    alert: (id) => {
      const text = textOf(id);
      return text === null ? null : readAlert(JSON.parse(text) as Alert);
    },
    alertText: textOf,
    evidence: evidenceReader(database),
    rejected: (filter) => rejectedPage(database, filter),
    rejectedCounts: (deviceId) => counts({ deviceId: deviceId ?? null }).map((row) => ({ ...row })),
    unmapped: (deviceId) => unmapped({ deviceId: deviceId ?? null }),
    ledger: (deviceId) => ledger({ deviceId: deviceId ?? null }).map(ledgerEntryOf),
    states: ({ zoneId, property } = {}) => states({ zoneId: zoneId ?? null, property: property ?? null }),
  };
}

interface Progress {
  readonly nextOffset: number;
  readonly cityTime: number;
}

/**
 * A page contains all entries of its last offset, because `before` could not address the rest of them. Only the
 * conditions that are set go into the statement, so that an index can be used.
 */
function rejectedPage(
  database: DatabaseSync,
  { deviceId, reason, before, limit }: RejectedFilter,
): readonly Rejected[] {
  const values: Record<string, SQLInputValue> = {};
  const conditions = ['TRUE'];
  const narrow = (condition: string, name: string, value: SQLInputValue | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values[name] = value;
  };
  narrow('device_id = $deviceId', 'deviceId', deviceId);
  narrow('reason = $reason', 'reason', reason);
  narrow('journal_offset < $before', 'before', before);
  const where = conditions.join(' AND ');
  const last = database
    .prepare(`SELECT journal_offset FROM rejected WHERE ${where} ORDER BY journal_offset DESC LIMIT 1 OFFSET $skip`)
    .get({ ...values, skip: Math.max(0, limit - 1) });
  const rows = database
    .prepare(`
      SELECT journal_offset AS "offset", device_id AS deviceId, topic, received_at AS receivedAt, channel, reason, detail
      FROM rejected WHERE ${where} AND journal_offset >= $last ORDER BY journal_offset DESC, id`)
    .all({ ...values, last: Number(last?.['journal_offset'] ?? 0) });
  return rows.map((row) => ({ ...row }) as unknown as Rejected);
}
