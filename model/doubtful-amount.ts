import { PROPERTIES } from './property.ts';
import type { Reading } from './reading.ts';

/**
 * Whether a reading is an amount that may be in the journal twice. Estimates and windows leave it out, so that alerts
 * use the smaller of the two possible sums.
 */
export const isDoubtfulAmount = ({ property, quality }: Pick<Reading, 'property' | 'quality'>): boolean =>
  quality.reasons.length > 0 && PROPERTIES[property].kind === 'amount' && quality.reasons.includes('possible-repeat');
