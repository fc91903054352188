import type { DatabaseSync } from 'node:sqlite';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Evidence, EvidenceRecord } from '../../model/evidence.ts';

/** One row for each step of an alert: evidence as JSON text, compressed (zlib) to about a tenth. */
export const EVIDENCE_TABLE =
  'CREATE TABLE evidence (hash TEXT PRIMARY KEY, alert_id TEXT NOT NULL, json BLOB NOT NULL) STRICT;';

/** The fastest level: it costs a quarter of the time of the best one, for a tenth more bytes. */
const LEVEL = 1;

/** Prepares writing; the evidence of a step that is folded again is the same, and is not written twice. */
export function evidenceWriter(database: DatabaseSync): (record: EvidenceRecord) => void {
  const put = database.prepare('INSERT OR IGNORE INTO evidence VALUES (?, ?, ?)');
  return ({ hash, alertId, evidence }) => {
    put.run(hash, alertId, deflateSync(JSON.stringify(evidence), { level: LEVEL }));
  };
}

/** Prepares reading: the evidence of a step of an alert; null: there is none under this hash. */
export function evidenceReader(database: DatabaseSync): (alertId: string, hash: string) => Evidence | null {
  const find = database.prepare('SELECT json FROM evidence WHERE hash = ? AND alert_id = ?');
  return (alertId, hash) => {
    const json = find.get(hash, alertId)?.['json'];
    return json instanceof Uint8Array ? (JSON.parse(inflateSync(json).toString()) as Evidence) : null;
  };
}
