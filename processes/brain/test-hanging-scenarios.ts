import { depthScenario, POISON } from '../../fold/test-street.ts';
import type { Scenario } from '../../model/scenario.ts';

/** One scenario that never comes back from a poisonous depth, in the lane that is asked for, and one that does its work. */
export function hangingScenarios(lane: string): readonly Scenario[] {
  const hanging = depthScenario('hanging', (depthCm) => {
    while (depthCm === POISON);
  });
  const { evaluateArrival: _, ...jointly } = hanging;
  return [lane === 'arrival' ? hanging : jointly, depthScenario('steady', () => {})];
}
