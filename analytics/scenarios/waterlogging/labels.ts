import type { PlannedEvent, ScenarioLabels } from '../../../model/ground-truth.ts';

/** A storm counts for a place when it rains as hard as this there at some time. */
const HEAVY_MM_PER_HOUR = 20;
/** Water comes after rain: only when the drains have run down is it certain that they coped. */
const RUNNING_DOWN_MILLIS = 30 * 60_000;

const CAUSES: Readonly<Record<string, string>> = {
  'burst-hydrant': 'burst-hydrant, water without rain',
  'street-washing': 'street-washing, water without rain',
  'traffic-jam': 'a jam on a dry road',
  'lying-gauge-spike': 'one gauge lies',
  'lying-gauge-stuck-high': 'one gauge lies',
};

/** When water on a road is an incident: by the true depth alone, not by any rule that judges a city. */
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
      return isHeavy ? { what: 'storm-drains-cope', until: until + RUNNING_DOWN_MILLIS, cause } : null;
    }
    const cause = CAUSES[what];
    return cause === undefined ? null : { what, until, cause };
  },
};
