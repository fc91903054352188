import type { Logger } from 'pino';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { editionKey } from '../../model/standards-pack.ts';

/** Logs that the standards packs of a scenario are refused: until they are corrected the scenario is off. */
export const reportRefusedPacks =
  (log: Logger) =>
  (scenarioId: string, packs: readonly StandardsPack[], problems: readonly string[]): void => {
    log.error(
      { scenarioId, packs: packs.map(editionKey), problems },
      'standards packs are refused: the scenario is off until they are corrected',
    );
  };
