import { type Act, eventOf, MINUTE } from './act.ts';

/** In three of ten blocks a trunk main bursts over a low point and brings more than its drain carries: no rain. */
export const burstMain: Act = ({ from, takeLowPoint, random }) => {
  if (!random.chance(0.3)) return {};
  const { zoneId, basin, pumps } = takeLowPoint();
  const carries = basin.gravityM3PerHour + (pumps ? pumps.count * pumps.eachM3PerHour : 0);
  const begin = from + random.between(640, 655) * MINUTE;
  const until = begin + random.between(35, 50) * MINUTE;
  return {
    events: [eventOf({ what: 'burst-main', zoneId, from: begin, until, size: carries + random.between(700, 1200) })],
  };
};
