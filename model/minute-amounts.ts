import { GRID_MILLIS } from './grid.ts';
import type { Contribution } from './state.ts';

/** What one channel of a device gives to the estimate of an amount. */
export interface MinuteAmount {
  readonly contributors: readonly Contribution[];
  /** Sum of those that were observed in the minute; 0: none was. */
  readonly amount: number;
  /** None was observed in the minute: the contributor only shows that the device was there. */
  readonly isEmpty: boolean;
}

/** The contributors to the estimate of an amount at `at`, by device and channel, with the sum of each in the minute. */
export function minuteAmounts(contributors: readonly Contribution[], at: number): readonly MinuteAmount[] {
  const channels = Map.groupBy(contributors, ({ deviceId, channel }) => `${deviceId}\n${channel}`);
  return [...channels.values()].map((own) => {
    const inMinute = own.filter(({ observedAt }) => observedAt > at - GRID_MILLIS);
    const amount = inMinute.reduce((sum, { value }) => sum + value, 0);
    return { contributors: own, amount, isEmpty: inMinute.length === 0 };
  });
}
