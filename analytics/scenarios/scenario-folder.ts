import type { ScenarioLabels } from '../../model/ground-truth.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ScenarioWords } from '../../model/scenario-words.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import type { VectorCalculator } from '../standards/vector-calculator.ts';

/** The exports of a scenario's folder. Its fixtures are in `fixtures/<case>/` there. */
export interface ScenarioFolder {
  readonly scenario: Scenario;
  readonly words: ScenarioWords;
  /** Standards packs that only this scenario uses; not yet checked. */
  readonly packs: readonly StandardsPack[];
  /** Calculators for the test vectors of its packs, besides the common ones. */
  readonly calculators: readonly VectorCalculator[];
  /** Ground truth labels for the simulator; null: the scenario's alerts are not scored. */
  readonly labels: ScenarioLabels | null;
}
