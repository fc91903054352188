import { NO_COUNTS, type StoreBooks, type StoreCounts } from '../model/store-books.ts';
import { byText } from './ordering.ts';

type Column = keyof StoreCounts;
type Counts = { -readonly [Name in Column]: number };

/** The counts that one write adds, until it is known to be durable. */
export interface BooksDraft {
  add(deviceId: string, column: Column, count?: number): void;
  /** The resulting books of the devices that it changes. */
  changed(): readonly StoreBooks[];
}

/** The books of a store in memory. Each engine stores them durably in its own way. */
export interface BooksKeeper {
  draft(): BooksDraft;
  /** To be called with `changed()` of a draft when its write is durable. */
  accept(changed: readonly StoreBooks[]): void;
  /** The books of one device, or of all, ordered by device id. */
  books(deviceId?: string): readonly StoreBooks[];
}

/** Creates the books, beginning with those that were stored before. */
export function createBooksKeeper(kept: Iterable<StoreBooks> = []): BooksKeeper {
  const devices = new Map<string, StoreBooks>();
  for (const each of kept) devices.set(each.deviceId, each);

  return {
    draft() {
      const added = new Map<string, Counts>();
      return {
        add(deviceId, column, count = 1) {
          const name = column === 'refused' ? writableName(deviceId) : deviceId;
          let counts = added.get(name);
          if (counts === undefined) {
            counts = { ...NO_COUNTS };
            added.set(name, counts);
          }
          counts[column] += count;
        },
        changed: () => [...added].map(([deviceId, counts]) => sum(deviceId, devices.get(deviceId), counts)),
      };
    },
    accept(changed) {
      for (const each of changed) devices.set(each.deviceId, each);
    },
    books(deviceId) {
      if (deviceId === undefined) return [...devices.values()].sort((a, b) => byText(a.deviceId, b.deviceId));
      const found = devices.get(deviceId);
      return found === undefined ? [] : [found];
    },
  };
}

const LONGEST_NAME = 1_000;

/** A reading may be refused because of its device id: the books use a shortened, well-formed id that can be stored. */
const writableName = (deviceId: string): string => deviceId.slice(0, LONGEST_NAME).toWellFormed();

function sum(deviceId: string, known: StoreCounts = NO_COUNTS, more: StoreCounts): StoreBooks {
  return Object.freeze({
    deviceId,
    taken: known.taken + more.taken,
    equalAlready: known.equalAlready + more.equalAlready,
    differentAlready: known.differentAlready + more.differentAlready,
    refused: known.refused + more.refused,
    outsideRetention: known.outsideRetention + more.outsideRetention,
    skipped: known.skipped + more.skipped,
  });
}
