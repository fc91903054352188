import { type Act, MINUTE, stormOver } from './act.ts';

/** Rain beyond the capacity of any drain, over one low point only. */
export const cloudburst: Act = ({ from, takeLowPoint, random }) => {
  const begin = from + random.between(545, 565) * MINUTE;
  const until = begin + random.between(55, 65) * MINUTE;
  const storm = stormOver(takeLowPoint(), random, {
    from: begin,
    until,
    peakMmPerHour: random.between(185, 210),
    radius: 0.75,
  });
  return { storms: [{ ...storm, eastPerHour: 0, northPerHour: 0 }] };
};
