import type { ScenarioLabels } from '../../model/ground-truth.ts';

/**
 * Ground truth of an overheated transformer: by the true temperature of the hottest place of its winding, which no
 * sensor measures. 120 °C is the limit of IEC 60076-7 for normal cyclic loading (its Table of limits; to be checked
 * against the text). It moves into the folder of the scenario when that comes, as waterlogging's does.
 */
export const HEAT_TRANSFORMER_LABELS: ScenarioLabels = {
  measure: ({ transformer }) => transformer?.hotSpotCelsius ?? Number.NaN,
  unit: 'Cel',
  least: 120,
  leastMinutes: 10,
  levels: [98, 110, 120, 130, 140],
  causeOf: (events) =>
    events.some(({ what }) => what === 'overload') ? 'load of a neighbour in the heat' : 'heat and its own load',
  lookAlikeOf({ what, until }) {
    return what === 'overload' ? { what, until, cause: 'a load that it bears' } : null;
  },
};
