import type { LabelledScenario } from '../../model/ground-truth.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ScenarioFolder } from './scenario-folder.ts';
import { WATERLOGGING } from './waterlogging/index.ts';

/** All scenarios with their packs, texts and labels; one line each. */
export const SCENARIO_FOLDERS: readonly ScenarioFolder[] = [WATERLOGGING];

/** The scenarios themselves. */
export const SCENARIOS: readonly Scenario[] = SCENARIO_FOLDERS.map(({ scenario }) => scenario);

/** The scenarios that have labels for the simulator. */
export const LABELLED_SCENARIOS: readonly LabelledScenario[] = SCENARIO_FOLDERS.flatMap(({ scenario, labels }) =>
  labels === null ? [] : [{ scenarioId: scenario.id, labels }],
);
