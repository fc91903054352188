import type { Evidence } from '../../model/evidence.ts';
import { minuteAmounts } from '../../model/minute-amounts.ts';
import { PROPERTIES } from '../../model/property.ts';
import type { ZoneState } from '../../model/state.ts';
import { eventTimeText } from '../event-time-text.ts';
import { roundSignificant } from '../round-significant.ts';

/**
 * Finds estimates outside the range of their contributions, which no weighted mean can be; one sentence for each. The
 * contribution of a device to an amount is its sum in the minute.
 */
export function checkEstimates({ window }: Evidence): readonly string[] {
  return Object.values(window?.states ?? {})
    .flat()
    .flatMap((state) => {
      const { property, zoneId, at, value, contributors } = state;
      // Not applicable to directions, which are circular: the mean of 350 and 10 degrees is 0.
      if (PROPERTIES[property].kind === 'direction') return [];
      const name = `estimate of ${property} in ${zoneId} at ${eventTimeText(at)} is ${value}`;
      if (contributors.length === 0) return `${name}, and rests on no reading`;
      const values = valuesOf(state).map(roundSignificant);
      const lowest = values.reduce((least, each) => Math.min(least, each));
      const highest = values.reduce((most, each) => Math.max(most, each));
      return value < lowest || value > highest ? `${name}, outside of its readings ${lowest} to ${highest}` : [];
    });
}

function valuesOf({ property, at, contributors }: ZoneState): readonly number[] {
  if (PROPERTIES[property].kind !== 'amount') return contributors.map(({ value }) => value);
  return minuteAmounts(contributors, at).flatMap(({ amount, isEmpty, contributors: own }) =>
    // Earlier versions took the newest reading once more in a minute without one.
    isEmpty ? [0, ...own.map(({ value }) => value)] : [amount],
  );
}
