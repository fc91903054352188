import { type Act, eventOf, MINUTE, stormOver } from './act.ts';

/**
 * In half of the blocks a second storm while the downpour still rains. The drain above a low point is blocked, and the
 * street's water spills into it: it floods though all is well with its own drain and pumps.
 */
export const secondStorm: Act = ({ planned, sites, random }) => {
  const [first] = planned.storms;
  const isTroubled = (zoneId: string) =>
    planned.events.some((event) => event.zoneId === zoneId && first !== undefined && event.from < first.until);
  const [place] = random.shuffle(sites.filter(({ isUnderpass, zoneId }) => isUnderpass && !isTroubled(zoneId)));
  if (!first || !place || !random.chance(0.5)) return {};
  const begin = first.from + random.between(15, 35) * MINUTE;
  const until = begin + random.between(75, 95) * MINUTE;
  const storm = stormOver(place, random, {
    from: begin,
    until,
    peakMmPerHour: random.between(66, 76),
    radius: 1.4,
  });
  const blockage = eventOf({
    what: 'blocked-drain',
    zoneId: place.cellId,
    from: begin - 20 * MINUTE,
    until: until + 10 * MINUTE,
    size: random.between(0.85, 0.95),
  });
  return { storms: [{ ...storm, eastPerHour: 0, northPerHour: 0 }], events: [blockage] };
};
