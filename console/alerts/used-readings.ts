import type { Evidence } from '../../model/evidence.ts';
import type { QualityLevel } from '../../model/quality.ts';

/** One reading that an alert rests on, as its evidence names it. */
export interface UsedReading {
  readonly property: string;
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly value: number;
  readonly quality: QualityLevel;
  readonly offset: number;
}

/** The readings in an evidence, newest first: those of the window, or the one of the arrival lane. */
export function usedReadings({ window, reading }: Evidence): readonly UsedReading[] {
  if (reading !== null) return [{ ...reading, quality: reading.quality.level }];
  return Object.entries(window?.readings ?? {})
    .flatMap(([property, contributions]) => contributions.map((contribution) => ({ property, ...contribution })))
    .sort((a, b) => b.observedAt - a.observedAt || b.offset - a.offset);
}
