import type { LabelledScenario } from '../../model/ground-truth.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ScenarioFolder } from './scenario-folder.ts';
import { WATERLOGGING } from './waterlogging/index.ts';

/** Every scenario that a city runs, with all that it brings; one line each. */
export const SCENARIO_FOLDERS: readonly ScenarioFolder[] = [WATERLOGGING];

/** The scenarios themselves. */
export const SCENARIOS: readonly Scenario[] = SCENARIO_FOLDERS.map(({ scenario }) => scenario);

/** What counts as real in a simulated city. */
export const LABELLED_SCENARIOS: readonly LabelledScenario[] = SCENARIO_FOLDERS.flatMap(({ scenario, labels }) =>
  labels === null ? [] : [{ scenarioId: scenario.id, labels }],
);
