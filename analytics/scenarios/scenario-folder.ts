import type { ScenarioLabels } from '../../model/ground-truth.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ScenarioWords } from '../../model/scenario-words.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import type { VectorCalculator } from '../standards/vector-calculator.ts';

/** All that a scenario brings: what its folder exports. Its fixtures lie beside it in `fixtures/<case>/`. */
export interface ScenarioFolder {
  readonly scenario: Scenario;
  readonly words: ScenarioWords;
  /** Editions of standards that only this scenario is judged by; not yet checked. */
  readonly packs: readonly StandardsPack[];
  /** What the vectors of its packs exercise, beside the calculators that all packs share. */
  readonly calculators: readonly VectorCalculator[];
  /** What is real in a simulated city; null: the simulator knows nothing of it, and its alerts are not scored. */
  readonly labels: ScenarioLabels | null;
}
