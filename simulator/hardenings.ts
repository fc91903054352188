import type { CityStreamOptions } from './city-stream.ts';
import type { DemoCityOptions } from './demo-city.ts';
import type { StandingFault } from './faults/standing-fault.ts';

/** What makes an evaluation harder than the plain one: options to be spread over those of the city and its stream. */
export interface Hardening {
  /** What it stands for, for the one who reads the table. */
  readonly title: string;
  readonly city: Pick<DemoCityOptions, 'depthGauges'>;
  readonly stream: Pick<CityStreamOptions, 'standingFaults' | 'lookAlikesPerStorm'>;
  /** The gateway is stopped and started so often; this is the evaluation's to do. Null: never. */
  readonly restartEverySeconds: number | null;
}

/** A standing fault of all devices for the whole run, unless it says otherwise. */
const standing = (fault: Pick<StandingFault, 'kind' | 'strength'> & Partial<StandingFault>): StandingFault => ({
  value: null,
  models: null,
  share: 1,
  perPlace: null,
  isEitherSign: false,
  when: 'always',
  ...fault,
});
const hardening = (title: string, more: Partial<Omit<Hardening, 'title'>> = {}): Hardening => ({
  title,
  city: {},
  stream: {},
  restartEverySeconds: null,
  ...more,
});
const DEPTH = ['road-flood-depth'];
const STUCK_AT_ZERO = { kind: 'stuck', value: 0, strength: 1, models: DEPTH } as const;

/**
 * The hardenings by name. All have the faults by chance, the lying gauges, and the look-alikes during storms that the
 * plain city has.
 */
export const HARDENINGS = {
  plain: hardening('one or two depth gauges a place, faults by chance, look-alikes during storms'),
  'one-gauge': hardening('one depth gauge a place', { city: { depthGauges: 1 } }),
  'two-of-three-stuck': hardening('three depth gauges a place, two of them stuck at 0', {
    city: { depthGauges: 3 },
    stream: { standingFaults: [standing({ ...STUCK_AT_ZERO, perPlace: 2 })] },
  }),
  'all-stuck': hardening('all depth gauges stuck at 0', { stream: { standingFaults: [standing(STUCK_AT_ZERO)] } }),
  'late-20-min': hardening('every message 20 minutes late', {
    stream: { standingFaults: [standing({ kind: 'late', strength: 20 })] },
  }),
  'biased-30': hardening('three of ten devices read 30 % of the value and of its usual span off', {
    stream: {
      standingFaults: [
        standing({ kind: 'bias', strength: 0.3, share: 0.15, isEitherSign: true }),
        standing({ kind: 'scale', strength: 0.3, share: 0.15, isEitherSign: true }),
      ],
    },
  }),
  'dead-area': hardening('in each storm all devices of one cell with an underpass are silent for 45 minutes', {
    stream: { standingFaults: [standing({ kind: 'dropout', strength: 1, when: 'in-a-cell-in-each-storm' })] },
  }),
  'clock-skew': hardening('two of ten clocks are 90 seconds off', {
    stream: { standingFaults: [standing({ kind: 'clock-skew', strength: 1.5, share: 0.2, isEitherSign: true })] },
  }),
  'look-alikes': hardening('four look-alikes beside each storm', { stream: { lookAlikesPerStorm: 4 } }),
  'gateway-restarts': hardening('the gateway starts again every two minutes', { restartEverySeconds: 120 }),
} as const satisfies Readonly<Record<string, Hardening>>;

/** Name of a hardening. */
export type HardeningName = keyof typeof HARDENINGS;

export const isHardening = (name: string): name is HardeningName => Object.hasOwn(HARDENINGS, name);
