/** How a run is made harder than the plain city; what is absent is as in the plain one. */
export interface Hardening {
  readonly title: string;
  /** Depth gauges at each place; the plain city has three at each underpass. */
  readonly gaugesPerPlace?: number;
  /** So many depth gauges of each place publish 0 all the time. */
  readonly stuckGaugesPerPlace?: number;
  /** Each message arrives so much later than it was measured. */
  readonly lateMinutes?: number;
  /** The gateway is started again so often; a multiple of 10. */
  readonly restartEverySeconds?: number;
}

/** The runs of the evaluation by name. Data only: what they mean is in hardened-city.ts. */
export const HARDENINGS = {
  plain: { title: 'as the demo city, with its usual faults' },
  'one-gauge': { title: 'one depth gauge at each place', gaugesPerPlace: 1 },
  'two-of-three-stuck': { title: 'two of three depth gauges of each place publish 0', stuckGaugesPerPlace: 2 },
  'all-stuck': { title: 'all depth gauges publish 0', stuckGaugesPerPlace: 3 },
  'late-20-min': { title: 'each message arrives 20 minutes late', lateMinutes: 20 },
  'gateway-restarts': { title: 'the gateway is restarted every 120 s', restartEverySeconds: 120 },
} as const satisfies Readonly<Record<string, Hardening>>;

/** Name of one of the runs. */
export type HardeningName = keyof typeof HARDENINGS;

export const isHardening = (name: string): name is HardeningName => Object.hasOwn(HARDENINGS, name);
