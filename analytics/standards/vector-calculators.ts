import { AIR_VECTOR_CALCULATORS } from '../air-quality/vector-calculators.ts';
import { rainSignal, sumsOfHours } from '../calculators/rain-signal.ts';
import { SCENARIO_FOLDERS } from '../scenarios/index.ts';
import type { VectorCalculator } from './vector-calculator.ts';
import { listOf } from './vector-input.ts';

/** All calculators for test vectors: the common ones, and those of scenarios. */
export const VECTOR_CALCULATORS: readonly VectorCalculator[] = [
  {
    inputs: ['hourlyRainMm'],
    compute: (input, pack) => rainSignal(sumsOfHours(listOf(input, 'hourlyRainMm').map((each) => each ?? 0)), [pack]),
  },
  ...AIR_VECTOR_CALCULATORS,
  ...SCENARIO_FOLDERS.flatMap(({ calculators }) => calculators),
];
