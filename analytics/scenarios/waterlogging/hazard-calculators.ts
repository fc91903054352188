import type { VectorCalculator } from '../../standards/vector-calculator.ts';
import { numberOf } from '../../standards/vector-input.ts';
import { debrisFactor, hazardBand, hazardRating } from './hazard-rating.ts';

/** The calculators for the test vectors of the waterlogging pack. */
export const HAZARD_CALCULATORS: readonly VectorCalculator[] = [
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
];
