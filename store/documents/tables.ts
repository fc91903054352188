import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { NewerVersionError } from '../../model/newer-version-error.ts';
import { EVIDENCE_TABLE } from './evidence-table.ts';

/** Version of the tables below. */
const SCHEMA_VERSION = 4;

/** The file was written by a newer Citynerve. */
export class DocumentsVersionError extends NewerVersionError {
  override readonly name = 'DocumentsVersionError';
}

// Documents lie as the JSON that they came as: the columns beside it are only what lists are cut and ordered by.
// `committed` is the journal reached with everything shown; a checkpoint is the folds' state at a place in the journal.
const CHECKPOINTS =
  'CREATE TABLE checkpoints (next_offset INTEGER PRIMARY KEY, city_time INTEGER NOT NULL, folds TEXT NOT NULL, crc32 INTEGER NOT NULL) STRICT;';
const TABLES = `
  CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
  CREATE TABLE progress (name TEXT PRIMARY KEY, next_offset INTEGER NOT NULL, city_time INTEGER NOT NULL) STRICT;
  ${CHECKPOINTS}
  CREATE TABLE alerts (id TEXT PRIMARY KEY, is_active INTEGER NOT NULL, raised_at INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
  CREATE INDEX alerts_by_time ON alerts (raised_at);
  CREATE INDEX alerts_by_activity ON alerts (is_active, raised_at);
  CREATE TABLE rejected (
    id INTEGER PRIMARY KEY, journal_offset INTEGER NOT NULL, device_id TEXT NOT NULL, topic TEXT NOT NULL,
    received_at INTEGER NOT NULL, channel TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL, committed_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX rejected_by_offset ON rejected (journal_offset);
  CREATE INDEX rejected_by_device ON rejected (device_id, journal_offset);
  CREATE INDEX rejected_by_commit ON rejected (committed_at);
  CREATE TABLE rejected_counts (
    device_id TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (device_id, reason)
  ) STRICT;
  CREATE TABLE unmapped (
    device_id TEXT NOT NULL, channel TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (device_id, channel)
  ) STRICT;
  CREATE TABLE ledger (device_id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE states (
    zone_id TEXT NOT NULL, property TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (zone_id, property)
  ) STRICT;
  ${EVIDENCE_TABLE}
  INSERT INTO schema_version VALUES (${SCHEMA_VERSION});`;

/**
 * Creates the tables in a new file, migrates older versions, and throws for a newer version before anything is changed.
 */
export function prepareTables(database: DatabaseSync, file: string): void {
  const hasTables = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get();
  if (hasTables === undefined) {
    database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT;`);
    return;
  }
  const version = Number(database.prepare('SELECT version FROM schema_version').get()?.['version']);
  if (version === 1) keepSeveralCheckpoints(database);
  if (version < 3) forgetOutbox(database);
  if (version < 4) keepEvidence(database);
  if (version > SCHEMA_VERSION) {
    throw new DocumentsVersionError(
      `${file} has tables of version ${version}, this Citynerve knows version ${SCHEMA_VERSION}: start the newer Citynerve that wrote it`,
    );
  }
}

/** Until version 2 effects stood here until they were carried out; each destination has a cursor of its own now. */
function forgetOutbox(database: DatabaseSync): void {
  database.exec(
    'BEGIN IMMEDIATE; DROP TABLE outbox; DROP TABLE outbox_done; UPDATE schema_version SET version = 3; COMMIT;',
  );
}

/** Until version 3 there was the evidence within each alert only: for the severity that it had last. */
function keepEvidence(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${EVIDENCE_TABLE} UPDATE schema_version SET version = 4; COMMIT;`);
}

/** Version 1 knew one checkpoint, without a checksum: it becomes the first of several. */
function keepSeveralCheckpoints(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; ${CHECKPOINTS}`);
  const place = database.prepare("SELECT next_offset, city_time FROM progress WHERE name = 'checkpoint'").get();
  const rows = database.prepare('SELECT name, json FROM folds').all();
  if (place !== undefined) {
    const members = rows.map(({ name, json }) => `${JSON.stringify(name)}:${json}`);
    const folds = `{${members.join(',')}}`;
    const put = database.prepare('INSERT INTO checkpoints VALUES (?, ?, ?, ?)');
    put.run(place['next_offset'] ?? 0, place['city_time'] ?? 0, folds, crc32(folds));
  }
  database.exec(`
    DROP TABLE folds;
    DELETE FROM progress WHERE name = 'checkpoint';
    UPDATE schema_version SET version = 2;
    COMMIT;`);
}
