import { NO_COUNTS, type StoreBooks, type StoreCounts } from '../model/store-books.ts';
import { byText } from './in-order.ts';

type Column = keyof StoreCounts;
type Counts = { -readonly [Name in Column]: number };

/** Counts that one write adds, before it is known to last. */
export interface BooksDraft {
  add(deviceId: string, column: Column, count?: number): void;
  /** The books of the devices that it changes, as they stand when it lasts; by device. */
  changed(): readonly StoreBooks[];
}

/** The books of a store in memory: the same for every engine; where they last is the engine's part. */
export interface BooksKeeper {
  draft(): BooksDraft;
  /** Takes over what a write has changed, once it lasts. */
  accept(changed: readonly StoreBooks[]): void;
  /** By device; of one device, or of all. */
  books(deviceId?: string): readonly StoreBooks[];
}

/** Goes on from books that were kept before. */
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

/** A reading may be refused for its device's name: the books name what of it can be written. */
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
