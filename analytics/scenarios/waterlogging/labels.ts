import type { PlannedEvent, ScenarioLabels } from '../../../model/ground-truth.ts';

/** Peak rain rate from which a storm counts as heavy at a site. */
const HEAVY_MM_PER_HOUR = 20;
/** Water may rise after the rain: only this long after its end is it certain that the drains coped. */
const DRAINING_MILLIS = 30 * 60_000;

/** What keeps a drain from working, and what comes from a place that spills over; the first that applies is named. */
const DRAIN_TROUBLES = [
  'power-cut',
  'pump-failure',
  'pump-clogged',
  'blocked-drain',
  'blocked-gully',
  'upstream-blocked-drain',
  'upstream-power-cut',
];

const CAUSES: Readonly<Record<string, string>> = {
  'burst-hydrant': 'burst-hydrant, shallow water',
  'street-washing': 'street-washing, shallow water',
  'traffic-jam': 'a jam without water',
  'lying-gauge-spike': 'one gauge lies',
  'lying-gauge-stuck-high': 'one gauge lies',
  'lying-gauge-fouled': 'one gauge lies',
  'lying-gauge-chatter': 'one gauge lies',
};

/** Ground truth of waterlogging: by the true depth alone, independent of the scenario's rules. */
export const WATERLOGGING_LABELS: ScenarioLabels = {
  measure: ({ depthCm }) => depthCm,
  unit: 'cm',
  least: 15,
  leastMinutes: 5,
  levels: [5, 10, 15, 20, 25, 27, 30, 40, 50],
  causeOf(events) {
    const kinds = new Set(events.map(({ what }) => what));
    if (kinds.has('burst-main')) return 'burst main';
    const trouble = DRAIN_TROUBLES.find((what) => kinds.has(what));
    return trouble ? `storm with ${trouble}` : 'storm beyond the drain';
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
