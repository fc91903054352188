import { type Act, eventOf, MINUTE } from './act.ts';

/**
 * Two transformers take over the load of a neighbour. In a heat wave that can be too much; in cooler air the same
 * load is borne.
 */
export const overload: Act = ({ from, transformers, isHeatWave, random }) => ({
  events: random
    .shuffle(transformers)
    .slice(0, 2)
    .map(({ id, zoneId }) => {
      const begin = from + random.between(60, 240) * MINUTE;
      return eventOf({
        what: 'overload',
        zoneId,
        subjectId: id,
        from: begin,
        until: begin + random.between(180, 300) * MINUTE,
        size: isHeatWave ? random.between(35, 60) : random.between(15, 35),
      });
    }),
});
