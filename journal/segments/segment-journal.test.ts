import { journalConformance } from '../conformance.ts';
import { openJournalReader } from './read/reader.ts';
import { temporaryFolder } from './test-folder.ts';
import { openJournalWriter } from './write/writer.ts';

const wallNow = () => 0;

journalConformance('one large segment', () => {
  const directory = temporaryFolder();
  return {
    openWriter: () => openJournalWriter({ directory, wallNow }),
    openReader: () => openJournalReader({ directory }),
  };
});

journalConformance('many small segments, closed ones compressed', () => {
  const directory = temporaryFolder();
  return {
    openWriter: () => openJournalWriter({ directory, wallNow, segmentBytes: 600 }),
    openReader: () => openJournalReader({ directory }),
  };
});
