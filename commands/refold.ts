import { resolve } from 'node:path';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { accessRunningJournal } from './journal-access.ts';
import { replaceGeneration } from './replace-generation.ts';

/** Options of `citynerve refold`. */
export interface RefoldOptions {
  readonly data: string;
  readonly forgetOlder: boolean;
}

/**
 * `citynerve refold`: folds the whole journal again, with the present mapping of channels, into readings and documents
 * of a new generation; when it has caught up, the running city shows that one. Devices and alerts are not affected
 * meanwhile.
 */
export async function refoldCommand(options: RefoldOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  await refuseCutJournal(folder, options);
  const journal = await accessRunningJournal(folder);
  try {
    await replaceGeneration(folder, journal, journal.durable.durableOffset, 'refold');
  } finally {
    await journal.close();
  }
  process.exit();
}

/**
 * Throws when retention has deleted the beginning of the journal: readings from there are only in the old generation.
 */
async function refuseCutJournal(folder: DataFolder, { forgetOlder }: RefoldOptions): Promise<void> {
  const reader = openJournal(folder.journal).openReader();
  const cut = await reader.firstOffset().finally(() => reader.close());
  if (cut === 0 || forgetOlder) return;
  throw new ConfigError(
    folder.journal,
    `no longer has messages before offset ${cut}: a new generation would not show their readings; add --forget-older if that is meant`,
  );
}
