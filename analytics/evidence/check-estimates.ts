import type { Evidence } from '../../model/evidence.ts';
import { PROPERTIES } from '../../model/property.ts';
import { eventTimeText } from '../event-time-text.ts';
import { roundSignificant } from '../round-significant.ts';

/** Finds estimates outside the range of their contributions, which no weighted mean can be; one sentence for each. */
export function checkEstimates({ window }: Evidence): readonly string[] {
  return Object.values(window?.states ?? {})
    .flat()
    .flatMap(({ property, zoneId, at, value, contributors }) => {
      // Not applicable to directions, which are circular: the mean of 350 and 10 degrees is 0.
      if (PROPERTIES[property].kind === 'direction') return [];
      const name = `estimate of ${property} in ${zoneId} at ${eventTimeText(at)} is ${value}`;
      if (contributors.length === 0) return `${name}, and rests on no reading`;
      const values = contributors.map((each) => roundSignificant(each.value));
      const [lowest, highest] = [Math.min(...values), Math.max(...values)];
      return value < lowest || value > highest ? `${name}, outside of its readings ${lowest} to ${highest}` : [];
    });
}
