import type { Bucket } from '../model/series-store.ts';

/**
 * The sum of a bucket without the readings that may be there twice (`possible-repeat`). To twelve significant digits
 * where there are such, because a difference of sums has rounding errors of its own.
 */
export const withoutRepeats = ({ value, ofPossibleRepeats }: Bucket): number =>
  ofPossibleRepeats === undefined ? value : Number((value - ofPossibleRepeats).toPrecision(12));
