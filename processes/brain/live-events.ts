import type { FoldResult } from '../../model/fold.ts';

/** The most readings of one result that go to live pages; a page that needs them all asks the store. */
const MOST_LIVE_READINGS = 2_000;

/** What a fold result means to somebody who is watching, by topic. */
export function liveEvents(
  result: FoldResult,
  lag: {
    readonly ageSeconds: number;
    readonly durableOffset: number;
    readonly foldedOffset: number;
  },
) {
  const city = {
    cityTime: result.cityTime,
    lag: { ...lag, records: Math.max(0, lag.durableOffset - lag.foldedOffset) },
  };
  return [
    ...(result.readings.length > 0
      ? [{ topic: 'readings' as const, data: result.readings.slice(-MOST_LIVE_READINGS) }]
      : []),
    ...(result.alerts.length > 0 ? [{ topic: 'alerts' as const, data: result.alerts }] : []),
    ...(result.states.length > 0 ? [{ topic: 'state' as const, data: result.states }] : []),
    { topic: 'city' as const, data: city },
  ];
}
