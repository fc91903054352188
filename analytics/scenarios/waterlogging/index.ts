import type { StandardsPack } from '../../../model/standards-pack.ts';
import type { ScenarioFolder } from '../scenario-folder.ts';
import pack from './cn-waterlogging-2026.2.json' with { type: 'json' };
import { HAZARD_CALCULATORS } from './hazard-calculators.ts';
import { WATERLOGGING_LABELS } from './labels.ts';
import { WATERLOGGING_SCENARIO } from './scenario.ts';
import { WATERLOGGING_WORDS } from './words.ts';

/** The urban waterlogging scenario. */
export const WATERLOGGING: ScenarioFolder = {
  scenario: WATERLOGGING_SCENARIO,
  words: WATERLOGGING_WORDS,
  packs: [pack as StandardsPack],
  calculators: HAZARD_CALCULATORS,
  labels: WATERLOGGING_LABELS,
};
