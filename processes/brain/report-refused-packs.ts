import type { Logger } from 'pino';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { editionKey } from '../../model/standards-pack.ts';

/** Logs once that a scenario cannot use its packs: until they are mended it watches nothing. */
export const reportRefusedPacks =
  (log: Logger) =>
  (scenarioId: string, packs: readonly StandardsPack[], problems: readonly string[]): void => {
    log.error(
      { scenarioId, packs: packs.map(editionKey), problems },
      'standards packs are refused: the scenario is off',
    );
  };
