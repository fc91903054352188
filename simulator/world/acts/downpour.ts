import type { WorldEvent, WorldEventKind } from '../world-event.ts';
import { type Act, eventOf, MINUTE, stormOver } from './act.ts';

/** What keeps a drain from working, and how much of it is lost; one that stands twice happens twice as often. */
const DRAIN_TROUBLES: readonly { readonly what: WorldEventKind; readonly size: readonly [number, number] }[] = [
  { what: 'blocked-drain', size: [0.84, 0.92] },
  { what: 'blocked-drain', size: [0.84, 0.92] },
  { what: 'blocked-gully', size: [0.88, 0.94] },
];
const PUMP_TROUBLES: typeof DRAIN_TROUBLES = [
  { what: 'pump-failure', size: [1, 1] },
  { what: 'pump-clogged', size: [0.85, 0.95] },
  { what: 'power-cut', size: [1, 1] },
];

/** Heavy rain within the capacity of clean drains; at one low point the drain fails, at another the pumps. */
export const downpour: Act = ({ from, takeLowPoint, random }) => {
  const [blocked, failed] = [takeLowPoint(), takeLowPoint()];
  const begin = from + random.between(35, 50) * MINUTE;
  const until = begin + random.between(65, 80) * MINUTE;
  const middle = { east: (blocked.east + failed.east) / 2, north: (blocked.north + failed.north) / 2 };
  const storm = stormOver(middle, random, {
    from: begin,
    until,
    peakMmPerHour: random.between(54, 62),
    radius: 2.6,
  });
  const trouble = (zoneId: string, kinds: typeof DRAIN_TROUBLES): WorldEvent => {
    const { what, size } = random.pick(kinds);
    return eventOf({
      what,
      zoneId,
      from: begin - random.between(10, 30) * MINUTE,
      until: until + random.between(2, 12) * MINUTE,
      size: random.between(...size),
    });
  };
  return { storms: [storm], events: [trouble(blocked.zoneId, DRAIN_TROUBLES), trouble(failed.zoneId, PUMP_TROUBLES)] };
};
