import type { WorldEvent } from '../world-event.ts';
import { type Act, eventOf, MINUTE } from './act.ts';

/** What looks like a flood beside one, and its size. */
const LOOK_ALIKES = [
  { what: 'traffic-jam', size: [5, 14] },
  { what: 'burst-hydrant', size: [8, 12] },
  { what: 'street-washing', size: [4, 8] },
] as const;

/** While it rains: slow traffic and shallow water at low points whose drains work. */
export const besideTheStorms: Act = ({ planned, sites, lookAlikesPerStorm, random }) => {
  const lowPoints = sites.filter(({ isUnderpass }) => isUnderpass);
  const events: WorldEvent[] = [];
  for (const storm of planned.storms) {
    const isBusy = (zoneId: string) =>
      [...planned.events, ...events].some(
        (event) => event.zoneId === zoneId && event.from < storm.until && event.until > storm.from,
      );
    const free = random.shuffle(lowPoints.filter(({ zoneId, cellId }) => !isBusy(zoneId) && !isBusy(cellId)));
    for (const { zoneId } of free.slice(0, lookAlikesPerStorm)) {
      const { what, size } = random.pick(LOOK_ALIKES);
      const from = storm.from + random.between(10, 35) * MINUTE;
      const until = from + random.between(20, 30) * MINUTE;
      events.push(eventOf({ what, zoneId, from, until, size: random.between(size[0], size[1]) }));
    }
  }
  return { events };
};
