import type { Reading } from '../model/reading.ts';
import type { RefusedReading } from '../model/series-store.ts';

const WHOLE_NUMBERS = ['observedAt', 'receivedAt', 'offset'] as const;
const NAMES = ['deviceId', 'channel', 'zoneId'] as const;

/** Why no engine could keep this reading, or null when all could. Looks at nothing but the reading, so a replay refuses the same. */
function refusalOf(reading: Reading): string | null {
  if (!Number.isFinite(reading.value)) {
    return `value is ${reading.value}; a stored value is a finite number`;
  }
  for (const field of WHOLE_NUMBERS) {
    if (!Number.isSafeInteger(reading[field])) {
      return `${field} is ${reading[field]}; it must be a whole number within ±2^53`;
    }
  }
  // A lone surrogate turns into U+FFFD on its way to disk: two keys would become one.
  for (const field of NAMES) {
    if (reading[field]?.isWellFormed() === false) {
      return `${field} is not well-formed Unicode`;
    }
  }
  return null;
}

/** Parts readings into those that can be kept and those that are set aside. */
export function setRefusedAside(readings: readonly Reading[]): {
  readonly kept: readonly Reading[];
  readonly refused: readonly RefusedReading[];
} {
  const refused: RefusedReading[] = [];
  const kept = readings.filter((reading) => {
    const detail = refusalOf(reading);
    if (detail !== null) refused.push({ reading, detail });
    return detail === null;
  });
  return { kept, refused };
}
