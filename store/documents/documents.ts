import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createCommits } from './commit.ts';
import type { Documents } from './documents-interface.ts';
import { sealFile } from './file-seal.ts';
import { isDamage, openCheckedFile } from './open-checked-file.ts';
import { createReads } from './reads.ts';

export interface DocumentsOptions {
  /** Called with a sentence when a damaged file was quarantined. */
  readonly onDamage?: (detail: string) => void;
  /**
   * Called when the file turns out to be damaged while it is open: its content is no longer reliable. Opening it again
   * quarantines it.
   */
  readonly onLost?: (error: unknown) => void;
  /** Length of the list of rejected messages; the counts are not limited. */
  readonly keepRejected?: number;
}

const KEEP_REJECTED = 100_000;

/**
 * Opens the documents; creates the file if there is none. Throws a `DocumentsVersionError` for a file of a newer
 * Citynerve.
 */
export function openDocuments(file: string, options: DocumentsOptions = {}): Documents {
  const { onDamage = () => undefined, onLost = () => undefined, keepRejected = KEEP_REJECTED } = options;
  mkdirSync(dirname(file), { recursive: true });
  const database = openCheckedFile(file, onDamage);
  let isLost = false;
  const lose = (error: unknown) => {
    isLost = true;
    onLost(error);
  };
  const documents = { ...createReads(database), ...createCommits(database, keepRejected) };
  return {
    ...watched(documents, lose),
    close() {
      if (!database.isOpen) return;
      database.close();
      // A checksum of damaged bytes would make them look valid.
      if (!isLost && !existsSync(`${file}-wal`)) sealFile(file);
    },
  };
}

type Method = (...given: never[]) => unknown;

/** Wraps the functions so that an error about damaged bytes also calls `onLost`. */
function watched<Methods extends Record<keyof Methods, Method>>(
  methods: Methods,
  onLost: (error: unknown) => void,
): Methods {
  const watch =
    (method: Method): Method =>
    (...given) => {
      try {
        return method(...given);
      } catch (error) {
        if (isDamage(error)) onLost(error);
        throw error;
      }
    };
  return Object.fromEntries(Object.entries<Method>(methods).map(([name, method]) => [name, watch(method)])) as Methods;
}
