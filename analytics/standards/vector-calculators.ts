import type { StandardsPack, StandardVector } from '../../model/standards-pack.ts';
import { debrisFactor, hazardBand, hazardRating } from '../calculators/hazard-rating.ts';
import { rainSignal, sumsOfHours } from '../calculators/rain-signal.ts';

type Input = StandardVector['input'];

/** What a vector exercises; chosen by the names of its inputs. */
interface VectorCalculator {
  readonly inputs: readonly string[];
  readonly compute: (input: Input, pack: StandardsPack) => string | number;
}

const number = (input: Input, key: string): number => {
  const value = input[key];
  return typeof value === 'number' ? value : Number.NaN;
};

const list = (input: Input, key: string): readonly number[] => {
  const value = input[key];
  return typeof value === 'object' ? value.filter((each) => each !== null) : [];
};

/** Every calculator that a pack's vectors can hold to its word: one line each. */
export const VECTOR_CALCULATORS: readonly VectorCalculator[] = [
  {
    inputs: ['debrisFactor', 'depthMetres', 'speedMetresPerSecond'],
    compute: (input) =>
      hazardRating(number(input, 'depthMetres'), number(input, 'speedMetresPerSecond'), number(input, 'debrisFactor')),
  },
  {
    inputs: ['depthMetres', 'speedMetresPerSecond'],
    compute: (input, pack) => {
      const depthMetres = number(input, 'depthMetres');
      return hazardRating(depthMetres, number(input, 'speedMetresPerSecond'), debrisFactor(depthMetres, pack));
    },
  },
  { inputs: ['hazardRating'], compute: (input, pack) => hazardBand(number(input, 'hazardRating'), pack) },
  { inputs: ['hourlyRainMm'], compute: (input, pack) => rainSignal(sumsOfHours(list(input, 'hourlyRainMm')), pack) },
];
