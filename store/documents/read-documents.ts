import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Alert } from '../../model/alert.ts';
import type { Evidence } from '../../model/evidence.ts';
import { readAlert } from '../../model/read-alert.ts';
import { evidenceReader } from './evidence-table.ts';
import { isSealBroken } from './file-seal.ts';
import { isDamage } from './open-checked-file.ts';

/** The bytes of the documents are not those that were written. */
export class DamagedDocumentsError extends Error {
  override readonly name = 'DamagedDocumentsError';
}

/** The alerts in a file of documents of any version, which is only read: also beside a brain that has it open. */
export interface AlertDocuments {
  alert(alertId: string): Alert | null;
  /** The evidence of one step; null: there is none, as in files of versions that kept none. */
  evidence(alertId: string, hash: string): Evidence | null;
  close(): void;
}

/** Opens the documents for reading. Opening and reading throw a `DamagedDocumentsError` for a damaged file. */
export function readDocuments(file: string): AlertDocuments {
  const guarded = <T>(call: () => T): T => {
    try {
      return call();
    } catch (error) {
      // A changed byte within a document that SQLite cannot see: JSON or zlib do.
      if (!(isDamage(error) || error instanceof SyntaxError || isZlibError(error))) throw error;
      throw new DamagedDocumentsError(`${file} is damaged (${(error as Error).message})`, { cause: error });
    }
  };
  if (isSealBroken(file)) {
    throw new DamagedDocumentsError(`${file} is damaged (its bytes are not those that were there when it was closed)`);
  }
  return guarded(() => {
    const database = new DatabaseSync(locationOf(file), { readOnly: true });
    const complaint = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    const isBlank = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'alerts'").get() === undefined;
    if (complaint !== 'ok' || isBlank) {
      database.close();
      throw new DamagedDocumentsError(`${file} is damaged (${isBlank ? 'it holds nothing' : complaint})`);
    }
    const find = database.prepare('SELECT json FROM alerts WHERE id = ?');
    const hasEvidence = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'evidence'").get() !== undefined;
    const evidence = hasEvidence ? evidenceReader(database) : () => null;
    return {
      alert: (id) =>
        guarded(() => {
          const json = find.get(id)?.['json'];
          return json === undefined ? null : readAlert(JSON.parse(String(json)) as Alert);
        }),
      evidence: (alertId, hash) => guarded(() => evidence(alertId, hash)),
      close: () => database.close(),
    };
  });
}

/**
 * Without a log beside it, no process has the file open. SQLite would lay an empty log there even to read, and with one
 * the checksum from its closing would say nothing.
 */
function locationOf(file: string): URL {
  const location = pathToFileURL(file);
  if (!existsSync(`${file}-wal`)) location.searchParams.set('immutable', '1');
  return location;
}

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
