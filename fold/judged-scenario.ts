import type { Judgement } from '../model/judgement.ts';
import type { Scenario } from '../model/scenario.ts';

/**
 * The same scenario, which also tells of its first evaluation at each grid point: how it was judged then, before late
 * data.
 */
export function judgedScenario(scenario: Scenario, onJudged: (judgement: Judgement) => void): Scenario {
  const judgedAt = new Map<string, number>();
  return {
    ...scenario,
    evaluate(window, packs) {
      const verdict = scenario.evaluate(window, packs);
      const place = `${window.zoneId}\n${window.subject?.id ?? ''}`;
      if (window.at > (judgedAt.get(place) ?? Number.NEGATIVE_INFINITY)) {
        judgedAt.set(place, window.at);
        onJudged({ window, packs, verdict });
      }
      return verdict;
    },
  };
}
