import type { Reading } from '../model/reading.ts';
import type { RefusedReading } from '../model/series-store.ts';

const notWhole = (field: string, value: number): string =>
  `${field} is ${value}; it must be a whole number within ±2^53`;

/**
 * Why no engine can store this reading; null when all can. Depends only on the reading, so that a replay refuses the
 * same ones.
 */
function refusalOf(reading: Reading): string | null {
  if (!Number.isFinite(reading.value)) {
    return `value is ${reading.value}; a stored value is a finite number`;
  }
  const { observedAt, receivedAt, offset, deviceId, channel, zoneId } = reading;
  if (!Number.isSafeInteger(observedAt)) return notWhole('observedAt', observedAt);
  if (!Number.isSafeInteger(receivedAt)) return notWhole('receivedAt', receivedAt);
  if (!Number.isSafeInteger(offset)) return notWhole('offset', offset);
  // A lone surrogate becomes U+FFFD in UTF-8, so that two keys could become equal.
  if (!deviceId.isWellFormed()) return 'deviceId is not well-formed Unicode';
  if (!channel.isWellFormed()) return 'channel is not well-formed Unicode';
  if (zoneId?.isWellFormed() === false) return 'zoneId is not well-formed Unicode';
  return null;
}

/** Separates readings that can be stored from those that are refused. */
export function separateRefused(readings: readonly Reading[]): {
  readonly kept: readonly Reading[];
  readonly refused: readonly RefusedReading[];
} {
  // The usual case.
  if (readings.every((reading) => refusalOf(reading) === null)) return { kept: readings, refused: [] };
  const refused: RefusedReading[] = [];
  const kept = readings.filter((reading) => {
    const detail = refusalOf(reading);
    if (detail !== null) refused.push({ reading, detail });
    return detail === null;
  });
  return { kept, refused };
}
