import type { Logger } from 'pino';
import type { RefusedPacks } from '../../model/refused-packs.ts';

/**
 * Logs once each pack that does not reproduce its own test vectors and that no scenario needs: an air quality index by
 * it is not given. Those that a scenario needs are logged when the scenario is about to use them.
 */
export function reportUnsoundPacks(log: Logger): (refused: readonly RefusedPacks[]) => void {
  const logged = new Set<string>();
  return (refused) => {
    for (const { scenarioId, packs, problems } of refused) {
      const key = JSON.stringify([packs, problems]);
      if (scenarioId !== null || logged.has(key)) continue;
      logged.add(key);
      log.error({ packs, problems }, 'a standards pack is refused: it is not used until it is corrected');
    }
  };
}
