import type { ScenarioLabels } from '../../model/ground-truth.ts';

const CAUSES: Readonly<Record<string, string>> = {
  sandstorm: 'dust from far away over the whole city',
  fireworks: 'smoke of fireworks',
};

/**
 * Ground truth of dust from building sites: by what their plumes alone bring to the instruments of a zone, as a mean
 * over a quarter of an hour. 150 ug/m3 on top of the city's air is what doubles a bad day's PM10. It moves into the
 * folder of the scenario when that comes, as waterlogging's does.
 */
export const DUST_LABELS: ScenarioLabels = {
  measure: ({ dust }) => dust?.meanUgPerM3 ?? Number.NaN,
  unit: 'ug/m3',
  least: 150,
  leastMinutes: 15,
  levels: [50, 100, 150, 300, 600],
  sourceOf: ({ dust }) => dust?.sourceId ?? null,
  causeOf: (events) => (events.some(({ what }) => what === 'earthworks') ? 'earthworks upwind' : 'dust from upwind'),
  lookAlikeOf({ what, until, zoneKind }) {
    const cause = CAUSES[what];
    return cause === undefined || zoneKind !== 'cell' ? null : { what, until, cause };
  },
};
