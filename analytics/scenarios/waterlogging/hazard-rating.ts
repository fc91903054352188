import { namedCalculator } from '../../calculators/named-calculator.ts';
import { roundSignificant } from '../../round-significant.ts';
import { type Packs, packValue } from '../../standards/pack-value.ts';

/** Flood hazard rating for people: `depth * (speed + 0.5) + debris factor`, in metres and metres per second. */
export const hazardRating = namedCalculator(
  'hazard-rating',
  (depthMetres: number, speedMetresPerSecond: number, debrisFactor: number): number =>
    roundSignificant(depthMetres * (speedMetresPerSecond + 0.5) + debrisFactor),
);

/** Debris factor by depth. Sources disagree for shallow water, so both numbers are rows of the pack. */
export const debrisFactor = namedCalculator('debris-factor', (depthMetres: number, packs: Packs): number =>
  depthMetres <= packValue(packs, 'hazardShallowDepth')
    ? packValue(packs, 'hazardDebrisFactorShallow')
    : packValue(packs, 'hazardDebrisFactorDeep'),
);

type Band = 'low' | 'some' | 'most' | 'all';

/** The hazard class: danger for few people (low), some, most, or all. */
export const hazardBand = namedCalculator('hazard-band', (rating: number, packs: Packs): Band => {
  if (rating < packValue(packs, 'hazardSome')) return 'low';
  if (rating < packValue(packs, 'hazardMost')) return 'some';
  return rating <= packValue(packs, 'hazardAll') ? 'most' : 'all';
});
