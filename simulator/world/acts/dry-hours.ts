import type { WorldEvent } from '../world-event.ts';
import { type Act, eventOf, MINUTE } from './act.ts';

/** Three dry hours with what looks like a flood from afar, in random order. */
export const dryHours: Act = ({ from, takeLowPoint, random }) => {
  const slots = random.shuffle([0, 1, 2, 3]).map((slot) => from + (190 + slot * 45) * MINUTE);
  const event = (slot: number, what: WorldEvent['what'], size: number, minutes: readonly [number, number]) => {
    const begin = (slots[slot] ?? from) + random.between(0, 8) * MINUTE;
    const until = begin + random.between(...minutes) * MINUTE;
    return eventOf({ what, zoneId: takeLowPoint().zoneId, from: begin, until, size });
  };
  return {
    events: [
      event(0, 'burst-hydrant', random.between(9, 12), [22, 27]),
      event(1, 'street-washing', random.between(4, 8), [14, 20]),
      event(2, 'traffic-jam', random.between(5, 12), [22, 27]),
      event(3, 'traffic-jam', random.between(6, 14), [22, 27]),
    ],
  };
};
