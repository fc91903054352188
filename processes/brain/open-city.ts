import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import { type CityFold, createCityFold, mappingAt } from '../../fold/city-fold.ts';
import { readAmendments } from '../../fold/read-amendments.ts';
import { startHangWatcher } from './hang-watcher.ts';
import type { BrainData } from './open-data.ts';
import { reportFailures } from './report-failures.ts';
import { reportRefusedPacks } from './report-refused-packs.ts';
import { type RestoredCity, restoreCity } from './restore-city.ts';

/** The live fold as its checkpoint left it, and how another one is made. */
export interface OpenedCity extends RestoredCity {
  readonly makeFold: () => CityFold;
}

/** Reads what a fold has to know before it starts, has its extensions watched, and restores it. */
export async function openCity(
  data: BrainData,
  folder: DataFolder,
  log: Logger,
  opened: AsyncDisposableStack,
): Promise<OpenedCity> {
  const { reader, durable } = data;
  const mapping = await mappingAt(reader, readGeneration(folder).mappingAsOf);
  const amendments = await readAmendments(reader, durable.durableOffset, (error) =>
    log.error({ err: error }, 'amendments behind damage in the journal are not known'),
  );
  const watcher = startHangWatcher({
    socketPath: folder.gatewaySocket,
    onError: (error) => log.error({ err: error }, 'nobody watches for extensions that never end'),
  });
  opened.defer(() => watcher.close());
  // What an amendment names is folded again from a checkpoint before it: the supervisor starts the brain anew.
  const onAmendment = () => process.kill(process.pid, 'SIGTERM');
  const onFailure = reportFailures(log);
  const onRefusedPacks = reportRefusedPacks(log);
  const makeFold = () =>
    createCityFold({ mapping, amendments, onAmendment, mark: watcher.mark, onRefusedPacks, onFailure });
  return { ...(await restoreCity(data, makeFold, folder, log)), makeFold };
}
