import type { StandardsPack, StandardVector } from '../../model/standards-pack.ts';
import { AIR_VECTOR_CALCULATORS } from '../air-quality/vector-calculators.ts';
import { debrisFactor, hazardBand, hazardRating } from '../calculators/hazard-rating.ts';
import { rainSignal, sumsOfHours } from '../calculators/rain-signal.ts';
import { listOf, numberOf } from './vector-input.ts';

/** What a vector exercises; chosen by the names of its inputs. */
export interface VectorCalculator {
  /** In alphabetical order. */
  readonly inputs: readonly string[];
  readonly compute: (input: StandardVector['input'], pack: StandardsPack) => string | number;
}

/** Every calculator that a pack's vectors can hold to its word: one line each. */
export const VECTOR_CALCULATORS: readonly VectorCalculator[] = [
  {
    inputs: ['debrisFactor', 'depthMetres', 'speedMetresPerSecond'],
    compute: (input) =>
      hazardRating(
        numberOf(input, 'depthMetres'),
        numberOf(input, 'speedMetresPerSecond'),
        numberOf(input, 'debrisFactor'),
      ),
  },
  {
    inputs: ['depthMetres', 'speedMetresPerSecond'],
    compute: (input, pack) => {
      const depthMetres = numberOf(input, 'depthMetres');
      return hazardRating(depthMetres, numberOf(input, 'speedMetresPerSecond'), debrisFactor(depthMetres, [pack]));
    },
  },
  { inputs: ['hazardRating'], compute: (input, pack) => hazardBand(numberOf(input, 'hazardRating'), [pack]) },
  {
    inputs: ['hourlyRainMm'],
    compute: (input, pack) => rainSignal(sumsOfHours(listOf(input, 'hourlyRainMm').map((each) => each ?? 0)), [pack]),
  },
  ...AIR_VECTOR_CALCULATORS,
];
