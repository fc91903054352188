import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { buildGeneration } from '../../commands/build-generation.ts';
import { inGeneration } from '../../model/in-generation.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import { openStore } from '../../store/open-store.ts';

const EVERYTHING = { limit: Number.MAX_SAFE_INTEGER };
const fail = (detail: string) => {
  throw new Error(detail);
};

/** All that documents and store of a folder show. */
export async function shown(folder: DataFolder, number: number) {
  const documents = openDocuments(inGeneration(folder.documents, number), { onDamage: fail });
  const store = await openStore({ setting: 'duckdb', folder, generation: number, onDamage: fail });
  try {
    const ids = documents.alerts({ status: 'all', ...EVERYTHING }).map(({ id }) => id);
    return {
      committed: documents.committed(),
      alerts: ids.map(documents.alertText),
      rejected: documents.rejected(EVERYTHING),
      rejectedCounts: documents.rejectedCounts(),
      unmapped: documents.unmapped(),
      ledger: documents.ledger(),
      states: documents.states(),
      cursor: await store.cursor(),
      readings: await store.range({ from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000_000 }),
      books: await store.books(),
    };
  } finally {
    await store.close();
    documents.close();
  }
}

/** The same of a fold from the start of the same journal, as far as the city has folded it. */
export async function foldedAnew({ journal }: DataFolder, durableOffset: number) {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-'));
  try {
    const folder = dataFolder(root);
    cpSync(journal, folder.journal, { recursive: true });
    await buildGeneration({
      folder,
      setting: 'duckdb',
      generation: { number: 1, mappingAsOf: null },
      durable: { durableOffset, onDurable: () => () => {} },
      signal: new AbortController().signal,
      onProgress: () => {},
      onTrouble: fail,
    });
    return await shown(folder, 1);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
