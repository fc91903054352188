import { refold } from '../../fold/refold.ts';
import { openJournal } from '../../journal/open-journal.ts';

/**
 * Readings a second of this process's CPU, folding a journal without store and network: decoded, normalised, fused,
 * judged.
 */
export async function measureReplayRate(journalDirectory: string): Promise<number> {
  const fold = async (): Promise<number> => {
    let readings = 0;
    const reader = openJournal(journalDirectory).openReader();
    await refold({
      reader,
      until: Number.MAX_SAFE_INTEGER,
      onResult(result) {
        readings += result.readings.length;
      },
    });
    await reader.close();
    return readings;
  };
  // A first pass compiles the code, as in a long replay.
  await fold();
  const before = process.cpuUsage();
  const readings = await fold();
  const { user, system } = process.cpuUsage(before);
  return readings / ((user + system) / 1e6);
}
