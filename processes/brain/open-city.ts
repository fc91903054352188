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

/** The restored live fold. */
export interface OpenedCity extends RestoredCity {
  /** Makes another fold with the same mapping and amendments, in its initial state. */
  readonly makeFold: () => CityFold;
}

/** Reads the mapping and the amendments, starts the hang watcher, and restores the live fold from its checkpoint. */
export async function openCity(
  data: BrainData,
  folder: DataFolder,
  log: Logger,
  opened: AsyncDisposableStack,
): Promise<OpenedCity> {
  const { reader, durable } = data;
  const mapping = await mappingAt(reader, readGeneration(folder).mappingAsOf);
  const amendments = await readAmendments(reader, durable.durableOffset, (error) =>
    log.error({ err: error }, 'amendments after damage in the journal are not known; npx citynerve verify --journal'),
  );
  const watcher = startHangWatcher({
    socketPath: folder.gatewaySocket,
    onError: (error) =>
      log.error(
        { err: error },
        'the hang watcher failed: an extension that hangs stops the brain until it is restarted',
      ),
  });
  opened.defer(() => watcher.close());
  // A new amendment changes how earlier records are folded: the supervisor restarts the brain, which then begins at a
  // checkpoint before the range of the amendment.
  const onAmendment = () => process.kill(process.pid, 'SIGTERM');
  const onFailure = reportFailures(log);
  const onRefusedPacks = reportRefusedPacks(log);
  const makeFold = () =>
    createCityFold({ mapping, amendments, onAmendment, mark: watcher.mark, onRefusedPacks, onFailure });
  return { ...(await restoreCity(data, makeFold, folder, log)), makeFold };
}
