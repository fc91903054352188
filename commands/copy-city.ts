import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { readGeneration, showGeneration } from '../city/generation.ts';
import { openJournal } from '../journal/open-journal.ts';
import { inGeneration } from '../model/in-generation.ts';
import { copyDocuments } from '../store/documents/copy-documents.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { copyInto, filesBelow } from './folder-tree.ts';

/** Not copied as files: they are copied in another way, or made again at each start. */
const NOT_AS_FILES: ReadonlySet<string> = new Set(['journal', 'store', 'documents', 'run', 'generation.json']);

/** What differs between copying a running and a stopped city. */
export interface CitySource {
  /** Offset up to which the journal is durable now; null: nothing is writing it, and all of it is copied. */
  durableOffset(): Promise<number | null>;
  /** Writes the readings of a generation into a new file; null: they are on a server. */
  readonly copyReadings: ((generation: number, target: string) => Promise<void>) | null;
}

/**
 * Copies a city into an empty folder with the layout of a data folder. The order is documents, readings, journal: a
 * part that is copied later may be further in the journal than those before it, never less far.
 */
export async function copyCity(
  folder: DataFolder,
  directory: string,
  source: CitySource,
): Promise<Pick<BackupManifest, 'generation' | 'journal' | 'documents' | 'hasReadings'>> {
  const target = dataFolder(directory);
  const generation = readGeneration(folder);
  const { number } = generation;
  const isLeftOut = (path: string): boolean => NOT_AS_FILES.has(path) || /(^|\/)node_modules$|\.new$/.test(path);
  for (const path of filesBelow(folder.root, isLeftOut)) copyInto(join(folder.root, path), join(directory, path));
  showGeneration(target, generation);
  const documents = inGeneration(folder.documents, number);
  const foldedTo = existsSync(documents) ? copyDocuments(documents, inGeneration(target.documents, number)) : 0;
  await source.copyReadings?.(number, inGeneration(target.readings, number));
  const until = await source.durableOffset();
  await openJournal(folder.journal).copy({ target: target.journal, until });
  const { ok, nextOffset, chainHead, firstBad } = await openJournal(target.journal).verify();
  const found = firstBad ? `${firstBad.segment} at offset ${firstBad.offset}: ${firstBad.detail}` : null;
  const isShort = until !== null && nextOffset < until;
  const damage = ok && isShort ? `it ends at offset ${nextOffset}, ${until} was durable` : found;
  return {
    generation: number,
    journal: { nextOffset, chainHead, damage },
    documents: { nextOffset: foldedTo },
    hasReadings: source.copyReadings !== null,
  };
}

/** Whether a folder lies inside the city's data folder: a copy there would contain itself. */
export function isInside(folder: DataFolder, directory: string): boolean {
  const way = relative(folder.root, directory);
  return !(way.startsWith('..') || isAbsolute(way));
}
