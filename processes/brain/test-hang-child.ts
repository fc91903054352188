import { lastValueFrom, tap } from 'rxjs';
import { createCityFold } from '../../fold/city-fold.ts';
import { readAmendments } from '../../fold/read-amendments.ts';
import { journalSource } from '../../ingest/journal-source.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { startHangWatcher } from './hang-watcher.ts';
import { hangingScenarios } from './test-hanging-scenarios.ts';

/**
 * A small brain for a test, run as a process that hangs: `node test-hang-child.ts FOLDER SOCKET arrival|event`. Writes
 * each alert as a line of JSON.
 */
const [, , directory = '', socketPath = '', lane = ''] = process.argv;

const watcher = startHangWatcher({
  socketPath,
  hangMillis: 1_500,
  lookMillis: 50,
  onError(error) {
    throw error;
  },
});
const reader = openJournal(directory).openReader();
const { pipeline } = createCityFold({
  mapping: null,
  amendments: await readAmendments(reader),
  mark: watcher.mark,
  scenarios: hangingScenarios(lane),
});
const batches = reader.read({ from: 0, until: Number.MAX_SAFE_INTEGER });
await lastValueFrom(
  journalSource(batches, pipeline.operator).pipe(
    tap(({ effects }) => {
      for (const { alert } of effects) process.stdout.write(`${JSON.stringify(alert)}\n`);
    }),
  ),
);
await reader.close();
await watcher.close();
