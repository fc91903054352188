import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Alert } from '../../model/alert.ts';
import type { DocumentsPart, SavedFolds } from '../../model/documents-part.ts';
import type { Unmapped } from '../../model/fold.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Property } from '../../model/property.ts';
import type { Rejected, RejectReason } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';
import { createCommits } from './commit.ts';
import { sealFile } from './file-seal.ts';
import { createReads } from './reads.ts';
import { isDamage, openSoundFile } from './sound-file.ts';

/** Where to go on: the journal offset at which the folds' state was saved, and that state. */
interface Checkpoint {
  readonly nextOffset: number;
  readonly cityTime: number;
  /** Throws when it is not what was written. */
  folds(): Readonly<Record<string, unknown>>;
}

export interface RejectedFilter {
  readonly deviceId?: string;
  readonly reason?: RejectReason;
  /** Journal offset, exclusive. */
  readonly before?: number;
  readonly limit: number;
}

/** How often something was set aside since the city began; unlike the list, this is not cut. */
export interface RejectedCount {
  readonly deviceId: string;
  readonly reason: RejectReason;
  readonly count: number;
}

/** What the brain keeps beside the series store: one file, in step with the journal. */
export interface Documents {
  /** Where to go on after a start, the newest first; none: from the beginning of the journal. */
  checkpoints(): readonly Checkpoint[];
  /** How far what is shown here reaches: the documents' own cursor in the journal. */
  committed(): { readonly nextOffset: number; readonly cityTime: number } | null;
  /** All of it or nothing. Throws a RangeError when it would go back behind what is shown. */
  commit(part: DocumentsPart): void;
  /** A checkpoint, wherever what is shown reaches. Later ones are forgotten, and older ones that nobody needs. */
  saveFolds(saved: SavedFolds): void;
  /** Newest first. `active` is open or acknowledged. */
  alerts(filter: { readonly status: 'active' | 'all'; readonly limit: number }): readonly Alert[];
  alert(alertId: string): Alert | null;
  /** The alert as JSON, byte for byte as `JSON.stringify` gave it. */
  alertText(alertId: string): string | null;
  /** Newest first. An offset is never cut in two: a page may hold more than `limit`. */
  rejected(filter: RejectedFilter): readonly Rejected[];
  rejectedCounts(deviceId?: string): readonly RejectedCount[];
  unmapped(deviceId?: string): readonly Unmapped[];
  ledger(deviceId?: string): readonly LedgerEntry[];
  states(filter?: { readonly zoneId?: string; readonly property?: Property }): readonly ZoneState[];
  close(): void;
}

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
