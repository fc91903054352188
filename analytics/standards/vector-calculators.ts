import { AIR_VECTOR_CALCULATORS } from '../air-quality/vector-calculators.ts';
import { rainSignal, sumsOfHours } from '../calculators/rain-signal.ts';
import { SCENARIO_FOLDERS } from '../scenarios/index.ts';
import type { VectorCalculator } from './vector-calculator.ts';
import { listOf } from './vector-input.ts';

/** Every calculator that a pack's vectors can hold to its word: the shared ones, one line each, and those that scenarios bring. */
export const VECTOR_CALCULATORS: readonly VectorCalculator[] = [
  {
    inputs: ['hourlyRainMm'],
    compute: (input, pack) => rainSignal(sumsOfHours(listOf(input, 'hourlyRainMm').map((each) => each ?? 0)), [pack]),
  },
  ...AIR_VECTOR_CALCULATORS,
  ...SCENARIO_FOLDERS.flatMap(({ calculators }) => calculators),
];
