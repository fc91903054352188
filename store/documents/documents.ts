import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createCommits } from './commit.ts';
import type { Documents } from './documents-interface.ts';
import { sealFile } from './file-seal.ts';
import { createReads } from './reads.ts';
import { isDamage, openSoundFile } from './sound-file.ts';

export interface DocumentsOptions {
  /** Told in one sentence when a damaged file was moved aside. */
  readonly onDamage?: (detail: string) => void;
  /** Told when the file turns out to be damaged while it is open: nothing that it says counts any more, and opening it again mends it. */
  readonly onLost?: (error: unknown) => void;
  /** Rejected messages that the list keeps; the counts go on. */
  readonly keepRejected?: number;
}

const KEEP_REJECTED = 100_000;

/** Opens the documents, and makes the file when it is new. Throws a DocumentsVersionError when a newer Citynerve wrote it. */
export function openDocuments(file: string, options: DocumentsOptions = {}): Documents {
  const { onDamage = () => undefined, onLost = () => undefined, keepRejected = KEEP_REJECTED } = options;
  mkdirSync(dirname(file), { recursive: true });
  const database = openSoundFile(file, onDamage);
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
      // A checksum over damaged bytes would vouch for them.
      if (!isLost && !existsSync(`${file}-wal`)) sealFile(file);
    },
  };
}

type Question = (...given: never[]) => unknown;

/** The same functions; a failure that comes from damaged bytes is told before it goes on. */
function watched<Asked extends Record<keyof Asked, Question>>(asked: Asked, onLost: (error: unknown) => void): Asked {
  const watch =
    (question: Question): Question =>
    (...given) => {
      try {
        return question(...given);
      } catch (error) {
        if (isDamage(error)) onLost(error);
        throw error;
      }
    };
  return Object.fromEntries(
    Object.entries<Question>(asked).map(([name, question]) => [name, watch(question)]),
  ) as Asked;
}
