import { type Act, eventOf, MINUTE } from './act.ts';

/**
 * One or two building sites dig without watering. AP-42, 13.2.3, has 2.7 t of dust for a hectare and a month of heavy
 * work: at four hectares and in the hours of work about 12 g a second, of which a third is PM10.
 */
export const earthworks: Act = ({ from, dustSites, random }) => ({
  events: random
    .shuffle(dustSites)
    .slice(0, random.integer(1, 2))
    .map(({ id, cellId }) => {
      const begin = from + random.between(170, 300) * MINUTE;
      return eventOf({
        what: 'earthworks',
        zoneId: cellId,
        subjectId: id,
        from: begin,
        until: begin + random.between(60, 110) * MINUTE,
        size: random.between(2, 5),
      });
    }),
});
