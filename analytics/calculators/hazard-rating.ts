import type { StandardsPack } from '../../model/standards-pack.ts';
import { roundSignificant } from '../round-significant.ts';
import { packValue } from '../standards/pack-value.ts';

/** Hazard rating of flood water for people: `depth * (speed + 0.5) + debris factor`; metres, metres per second. */
export const hazardRating = (depthMetres: number, speedMetresPerSecond: number, debrisFactor: number): number =>
  roundSignificant(depthMetres * (speedMetresPerSecond + 0.5) + debrisFactor);

/** Debris factor by depth. Sources disagree on shallow water, so both numbers are rows of the pack. */
export const debrisFactor = (depthMetres: number, pack: StandardsPack): number =>
  depthMetres <= packValue(pack, 'hazardShallowDepth')
    ? packValue(pack, 'hazardDebrisFactorShallow')
    : packValue(pack, 'hazardDebrisFactorDeep');

/** Whom the water endangers: low, some, most, all. */
export function hazardBand(rating: number, pack: StandardsPack): 'low' | 'some' | 'most' | 'all' {
  if (rating < packValue(pack, 'hazardSome')) return 'low';
  if (rating < packValue(pack, 'hazardMost')) return 'some';
  return rating <= packValue(pack, 'hazardAll') ? 'most' : 'all';
}
