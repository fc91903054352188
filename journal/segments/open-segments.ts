import type { Journal } from '../../model/journal.ts';
import { readGaps } from './format/loss-mark.ts';
import { measureSegments } from './format/measure-segments.ts';
import { copyJournal } from './read/copy-journal.ts';
import { openJournalReader } from './read/reader.ts';
import { quarantineDamage } from './recover/quarantine-damage.ts';
import { verifyJournal } from './verify/verify-journal.ts';
import { watchJournal } from './verify/watch-journal.ts';
import { lockJournal } from './write/lock-journal.ts';
import { openJournalWriter } from './write/writer.ts';

/** The journal engine with append-only segment files in `directory`: frames with checksums and a hash chain. */
export function openSegments(directory: string): Journal {
  return {
    openWriter: (options) => openJournalWriter({ ...options, directory }),
    openReader: () => openJournalReader({ directory }),
    copy: (options) => copyJournal({ ...options, directory }),
    verify: (options) => verifyJournal({ ...options, directory }),
    watch: (options) => watchJournal({ ...options, directory }),
    gaps: async () => (await readGaps(directory)).map(({ from, until }) => ({ from, until })),
    async bytes() {
      const { bytes } = await measureSegments(directory);
      return bytes.ageing + bytes.lasting;
    },
    lock: (wallNow) => lockJournal(directory, wallNow).release,
    quarantineDamage: (options) => quarantineDamage(directory, () => true, options?.onProgress),
  };
}
