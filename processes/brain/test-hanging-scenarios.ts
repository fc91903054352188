import { depthScenario, POISON } from '../../fold/test-street.ts';
import type { Scenario } from '../../model/scenario.ts';

/** One scenario that never returns for the depth `POISON`, in the lane `arrival` or `event`, and one that works. */
export function hangingScenarios(lane: string): readonly Scenario[] {
  const hanging = depthScenario('hanging', (depthCm) => {
    while (depthCm === POISON);
  });
  const { evaluateArrival: _, ...jointly } = hanging;
  return [lane === 'arrival' ? hanging : jointly, depthScenario('steady', () => {})];
}
