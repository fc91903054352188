import { type Act, eventOf } from './act.ts';

/** In a third of the blocks the wind holds the sea against the coast for the whole of it. */
export const surge: Act = ({ from, until, random }) =>
  random.chance(0.33) ? { events: [eventOf({ what: 'surge', from, until, size: random.between(0.3, 0.7) })] } : {};
