import type { FoldResult } from '../../model/fold.ts';

/** Limit of readings of one result in the live stream; a page that needs all of them queries the store. */
const MAX_LIVE_READINGS = 2_000;

/** The events of a fold result for the live stream of the API: readings, alerts, states, and always `city`. */
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
      ? [{ topic: 'readings' as const, data: result.readings.slice(-MAX_LIVE_READINGS) }]
      : []),
    ...(result.alerts.length > 0 ? [{ topic: 'alerts' as const, data: result.alerts }] : []),
    ...(result.states.length > 0 ? [{ topic: 'state' as const, data: result.states }] : []),
    { topic: 'city' as const, data: city },
  ];
}
