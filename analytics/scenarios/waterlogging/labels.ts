import type { PlannedEvent, ScenarioLabels } from '../../../model/ground-truth.ts';

/** Peak rain rate from which a storm counts as heavy at a site. */
const HEAVY_MM_PER_HOUR = 20;
/** Water may rise after the rain: only this long after its end is it certain that the drains coped. */
const DRAINING_MILLIS = 30 * 60_000;

const CAUSES: Readonly<Record<string, string>> = {
  'burst-hydrant': 'burst-hydrant, water without rain',
  'street-washing': 'street-washing, water without rain',
  'traffic-jam': 'a jam on a dry road',
  'lying-gauge-spike': 'one gauge lies',
  'lying-gauge-stuck-high': 'one gauge lies',
};

/** Ground truth of waterlogging: by the true depth alone, independent of the scenario's rules. */
export const WATERLOGGING_LABELS: ScenarioLabels = {
  measure: ({ depthCm }) => depthCm,
  unit: 'cm',
  least: 15,
  leastMinutes: 5,
  causeOf(events) {
    const blockage = events.find(({ what }) => what === 'blocked-drain' || what === 'pump-failure');
    return blockage ? `storm with ${blockage.what}` : 'cloudburst beyond the drain';
  },
  lookAlikeOf(event: PlannedEvent) {
    const { what, zoneKind, until, heaviestRainMmPerHour } = event;
    if (what === 'storm') {
      const isHeavy = zoneKind === 'underpass' && heaviestRainMmPerHour >= HEAVY_MM_PER_HOUR;
      const cause = 'heavy rain, drains at work';
      return isHeavy ? { what: 'storm-drains-cope', until: until + DRAINING_MILLIS, cause } : null;
    }
    const cause = CAUSES[what];
    return cause === undefined ? null : { what, until, cause };
  },
};
