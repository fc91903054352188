import type { Scenario } from '../../model/scenario.ts';
import { WATERLOGGING } from './waterlogging.ts';

/** Every scenario that a city runs; one line each. */
export const SCENARIOS: readonly Scenario[] = [WATERLOGGING];
