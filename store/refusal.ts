import type { Reading } from '../model/reading.ts';
import type { RefusedReading } from '../model/series-store.ts';

const notWhole = (field: string, value: number): string =>
  `${field} is ${value}; it must be a whole number within ±2^53`;

/** Why no engine could keep this reading, or null when all could. Looks at nothing but the reading, so a replay refuses the same. */
function refusalOf(reading: Reading): string | null {
  if (!Number.isFinite(reading.value)) {
    return `value is ${reading.value}; a stored value is a finite number`;
  }
  const { observedAt, receivedAt, offset, deviceId, channel, zoneId } = reading;
  if (!Number.isSafeInteger(observedAt)) return notWhole('observedAt', observedAt);
  if (!Number.isSafeInteger(receivedAt)) return notWhole('receivedAt', receivedAt);
  if (!Number.isSafeInteger(offset)) return notWhole('offset', offset);
  // A lone surrogate turns into U+FFFD on its way to disk: two keys would become one.
  if (!deviceId.isWellFormed()) return 'deviceId is not well-formed Unicode';
  if (!channel.isWellFormed()) return 'channel is not well-formed Unicode';
  if (zoneId?.isWellFormed() === false) return 'zoneId is not well-formed Unicode';
  return null;
}

/** Parts readings into those that can be kept and those that are set aside. */
export function setRefusedAside(readings: readonly Reading[]): {
  readonly kept: readonly Reading[];
  readonly refused: readonly RefusedReading[];
} {
  // Nearly always all of them.
  if (readings.every((reading) => refusalOf(reading) === null)) return { kept: readings, refused: [] };
  const refused: RefusedReading[] = [];
  const kept = readings.filter((reading) => {
    const detail = refusalOf(reading);
    if (detail !== null) refused.push({ reading, detail });
    return detail === null;
  });
  return { kept, refused };
}
