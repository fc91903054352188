import { resolve } from 'node:path';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { endOfRunning } from './journal-end.ts';
import { replaceGeneration } from './replace-generation.ts';

/** What `citynerve refold` is asked for. */
export interface RefoldOptions {
  readonly data: string;
  readonly forgetOlder: boolean;
}

/**
 * `citynerve refold`: reads the whole journal again, with the mapping of channels as it is now, into readings and documents of a new
 * generation; when it has caught up, the running city shows that one. Devices and alerts notice nothing meanwhile.
 */
export async function refoldCommand(options: RefoldOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  await refuseWhatWouldBeLost(folder, options);
  const end = await endOfRunning(folder);
  try {
    await replaceGeneration(folder, end, end.durable.durableOffset);
  } finally {
    await end.close();
  }
  process.exit();
}

/** What retention has cut can be folded no more: its readings stand in the old generation only. */
async function refuseWhatWouldBeLost(folder: DataFolder, { forgetOlder }: RefoldOptions): Promise<void> {
  const reader = openJournal(folder.journal).openReader();
  const cut = await reader.firstOffset().finally(() => reader.close());
  if (cut === 0 || forgetOlder) return;
  throw new ConfigError(
    folder.journal,
    `no longer has messages before offset ${cut}: a new generation would not show their readings; add --forget-older if that is meant`,
  );
}
