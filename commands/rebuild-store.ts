import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { readGeneration } from '../city/generation.ts';
import { readCityConfig } from '../city/read-city.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { inGeneration } from '../model/in-generation.ts';
import { openDocuments } from '../store/documents/documents.ts';
import { checkStoreSetting } from '../store/open-store.ts';
import { accessJournal } from './journal-access.ts';
import { replaceGeneration } from './replace-generation.ts';

/** Options of `citynerve rebuild-store`. */
export interface RebuildOptions {
  readonly data: string;
  readonly forgetOlder: boolean;
}

/**
 * `citynerve rebuild-store`: rebuilds readings and documents from the journal into a new generation, in the store that
 * `city.yaml` names, and then shows that generation. Works for a running and for a stopped city. Where the journal no
 * longer has everything, it says so first and needs `--forget-older`.
 */
export async function rebuildStoreCommand(options: RebuildOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  if (!existsSync(folder.journal)) throw new ConfigError(folder.journal, 'is not there; name a city with --data');
  checkStoreSetting(readCityConfig(folder, process.env).store, folder);
  const gaps = await openJournal(folder.journal).gaps();
  if (gaps.length > 0) {
    const ranges = gaps.map(({ from, until }) => `${from} to ${until - 1}`).join(', ');
    const since = await firstTime(folder.journal, gaps[0]?.from === 0 ? gaps[0].until : 0);
    const warning = `the journal no longer has offsets ${ranges}; it begins at ${since}: readings and documents that only those led to would not be shown any more`;
    if (!options.forgetOlder) throw new ConfigError(folder.journal, `${warning}; add --forget-older if that is meant`);
    process.stderr.write(`${warning}\n`);
  }
  const journal = await accessJournal(folder);
  try {
    // A running brain has checked at its start that the journal reaches its checkpoint.
    if (!journal.isRunning) refuseShortJournal(folder, journal.durable.durableOffset, options);
    await replaceGeneration(folder, journal, readGeneration(folder).mappingAsOf, 'rebuild-store');
  } finally {
    await journal.close();
  }
  process.exit();
}

/** Throws when the journal lost its end: what was folded from there is only in the old readings and documents. */
function refuseShortJournal(folder: DataFolder, durableOffset: number, { forgetOlder }: RebuildOptions): void {
  const file = inGeneration(folder.documents, readGeneration(folder).number);
  const documents = openDocuments(file, { onDamage: (detail) => process.stderr.write(`${detail}\n`) });
  const folded = documents.committed()?.nextOffset ?? 0;
  documents.close();
  if (folded <= durableOffset) return;
  const warning = `the journal ends at offset ${durableOffset}, but offsets up to ${folded - 1} have been folded: what those led to would not be shown any more`;
  if (!forgetOlder) throw new ConfigError(folder.journal, `${warning}; add --forget-older if that is meant`);
  process.stderr.write(`${warning}\n`);
}

/** City time of the first record at or after `from`, ISO 8601, for people. */
async function firstTime(directory: string, from: number): Promise<string> {
  const reader = openJournal(directory).openReader();
  try {
    for await (const { records } of reader.read({ from, until: Number.MAX_SAFE_INTEGER, maxRecords: 1 })) {
      if (records[0]) return new Date(records[0].receivedAt).toISOString();
    }
    return 'no record at all';
  } finally {
    await reader.close();
  }
}
