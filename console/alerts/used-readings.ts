import type { Evidence } from '../../model/evidence.ts';
import type { QualityLevel } from '../../model/quality.ts';

/** One reading of an alert's evidence. */
export interface UsedReading {
  readonly property: string;
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly value: number;
  readonly quality: QualityLevel;
  readonly offset: number;
  /** Of an amount: so many readings are added up in it; absent: one. */
  readonly count?: number;
}

/** The readings of an evidence, once each, newest first: those of the window, or the one of the arrival lane. */
export function usedReadings({ window, reading }: Evidence): readonly UsedReading[] {
  if (reading !== null) return [{ ...reading, quality: reading.quality.level }];
  const used = new Map<string, UsedReading>();
  const take = (each: UsedReading): void => {
    used.set(`${each.offset} ${each.deviceId} ${each.channel} ${each.observedAt}`, each);
  };
  for (const [property, states] of Object.entries(window?.states ?? {})) {
    for (const { contributors } of states) for (const each of contributors) take({ property, ...each });
  }
  for (const [property, contributions] of Object.entries(window?.readings ?? {})) {
    for (const each of contributions) take({ property, ...each });
  }
  return [...used.values()].sort((a, b) => b.observedAt - a.observedAt || b.offset - a.offset);
}
