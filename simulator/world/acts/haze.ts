import type { WorldEvent } from '../world-event.ts';
import { type Act, eventOf, MINUTE } from './act.ts';

/** Dust from far away over the whole city in some blocks, and fireworks over three cells in others. */
export const haze: Act = ({ from, sites, random }) => {
  const events: WorldEvent[] = [];
  if (random.chance(0.3)) {
    const begin = from + random.between(180, 300) * MINUTE;
    const until = begin + random.between(90, 150) * MINUTE;
    events.push(eventOf({ what: 'sandstorm', from: begin, until, size: random.between(300, 900) }));
  }
  if (random.chance(0.4)) {
    const begin = from + random.between(630, 660) * MINUTE;
    const until = begin + random.between(25, 45) * MINUTE;
    const cells = random.shuffle(sites.filter(({ isUnderpass }) => !isUnderpass)).slice(0, 3);
    const size = random.between(120, 350);
    events.push(...cells.map(({ zoneId }) => eventOf({ what: 'fireworks', zoneId, from: begin, until, size })));
  }
  return { events };
};
