import { type Act, MINUTE, stormOver } from './act.ts';

/** Heavy rain everywhere, with all drains at work. */
export const copingStorm: Act = ({ from, takeLowPoint, random }) => {
  const begin = from + random.between(395, 415) * MINUTE;
  const until = begin + random.between(75, 95) * MINUTE;
  const peakMmPerHour = random.between(38, 48);
  return { storms: [stormOver(takeLowPoint(), random, { from: begin, until, peakMmPerHour, radius: 3 })] };
};
