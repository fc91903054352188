import { JournalFullError, type JournalWriter } from '../../model/journal.ts';
import type { Journalled, JournalRecord } from '../../model/journal-record.ts';

/** A journal in memory whose appends a test can delay, refuse as on a full disk, or make fail. */
export interface MemoryJournal extends JournalWriter {
  readonly records: readonly Journalled[];
  /** Appends stay open until `release`. */
  hold(): void;
  release(): void;
  fill(): void;
  makeRoom(): void;
  /** Sets the used share of its disk, 0 to 1. */
  setUsedShare(share: number): void;
  /**
   * An append that contains such a record fails as a whole, with an error of the code that has a `code` like a disk
   * error.
   */
  poison(isPoison: (record: JournalRecord) => boolean): void;
  readonly keptFrom: number | null;
  /** What its retention would cut next. */
  setHeldUntil(offset: number | null): void;
  /** Its records of one kind. */
  of<K extends Kind>(kind: K): readonly OfKind<K>[];
  /** Resolves with the first record of the kind for which `fits` is true, once there is one. */
  awaitRecord<K extends Kind>(kind: K, fits?: (record: OfKind<K>) => boolean): Promise<OfKind<K>>;
}

type Kind = JournalRecord['kind'];
type OfKind<K extends Kind> = Journalled<Extract<JournalRecord, { kind: K }>>;

/** Starts with the given records, as if they had been read from disk. */
export function createMemoryJournal(first: readonly JournalRecord[] = []): MemoryJournal {
  const records: Journalled[] = first.map((record, offset) => ({ ...record, offset }));
  const durableListeners = new Set<(offset: number) => void>();
  const watchers = new Set<() => void>();
  let held: PromiseWithResolvers<void> | null = null;
  let isFull = false;
  let isPoison: (record: JournalRecord) => boolean = () => false;
  let keptFrom: number | null = null;
  let usedShare: number | null = null;
  let heldUntil: number | null = null;

  const of = <K extends Kind>(kind: K): readonly OfKind<K>[] =>
    records.filter((record) => record.kind === kind) as unknown as OfKind<K>[];

  return {
    records,
    async append(batch) {
      await held?.promise;
      if (isFull) throw new JournalFullError('no space left on the device');
      if (batch.some(isPoison))
        throw Object.assign(new TypeError('this record cannot be written'), { code: 'ERR_INVALID_ARG_TYPE' });
      const offset = records.length;
      for (const record of batch) records.push({ ...record, offset: records.length });
      for (const listener of durableListeners) listener(records.length);
      for (const watcher of [...watchers]) watcher();
      return offset;
    },
    get durableOffset() {
      return records.length;
    },
    onDurable(listener) {
      durableListeners.add(listener);
      return () => durableListeners.delete(listener);
    },
    lossDetail: null,
    lastCommitOffset: first.length > 0 ? first.length - 1 : null,
    get lastReceivedAt() {
      return records.at(-1)?.receivedAt ?? null;
    },
    async retain(keepFrom) {
      keptFrom = keepFrom;
      return 0;
    },
    get heldUntil() {
      return heldUntil;
    },
    setHeldUntil(offset) {
      heldUntil = offset;
    },
    get keptFrom() {
      return keptFrom;
    },
    health: () => ({ isWritable: !isFull, detail: isFull ? 'full' : 'ok', bytes: 0, segments: 1, usedShare }),
    async close() {},
    hold() {
      held = Promise.withResolvers();
    },
    release() {
      held?.resolve();
      held = null;
    },
    fill() {
      isFull = true;
    },
    makeRoom() {
      isFull = false;
    },
    setUsedShare(share) {
      usedShare = share;
    },
    poison(fits) {
      isPoison = fits;
    },
    of,
    awaitRecord(kind, fits = () => true) {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = of(kind).find(fits);
          if (!found) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      });
    },
  };
}
