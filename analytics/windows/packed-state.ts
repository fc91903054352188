import type { Property } from '../../model/property.ts';
import type { Contribution, ExcludedReading, ZoneState } from '../../model/state.ts';

type PackedContribution = readonly [
  source: number,
  observedAt: number,
  value: number,
  isGood: 0 | 1,
  offset: number,
  /** Absent: one. */
  count?: number,
];
type PackedExclusion = readonly [source: number, value: number, offset: number, isOutlier: 0 | 1];

/** A compact form of an estimate for snapshots, which contain hours of them. */
export type PackedState = readonly [
  at: number,
  value: number,
  uncertainty: number,
  contributors: readonly PackedContribution[],
  setAside: readonly PackedExclusion[],
];

/** Assigns numbers to pairs of device and channel. */
export class SourceNames {
  readonly names: [deviceId: string, channel: string][] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(deviceId: string, channel: string): number {
    const key = `${deviceId}\n${channel}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.names.length);
    return this.names.push([deviceId, channel]) - 1;
  }
}

/** Packs one contribution. */
const packContribution = (from: Contribution, sources: SourceNames): PackedContribution => [
  sources.numberOf(from.deviceId, from.channel),
  from.observedAt,
  from.value,
  from.quality === 'good' ? 1 : 0,
  from.offset,
  ...(from.count === undefined ? ([] as const) : ([from.count] as const)),
];

/** The reverse of `packContribution`. */
function unpackContribution(
  [source, observedAt, value, isGood, offset, count]: PackedContribution,
  names: SourceNames['names'],
): Contribution {
  const [deviceId, channel] = names[source] as [string, string];
  const contribution = { deviceId, channel, observedAt, value, quality: goodOrSuspect(isGood), offset };
  return count === undefined ? contribution : { ...contribution, count };
}

const goodOrSuspect = (isGood: 0 | 1): Contribution['quality'] => (isGood === 1 ? 'good' : 'suspect');

/** Packs one estimate. */
export const packState = (state: ZoneState, sources: SourceNames): PackedState => [
  state.at,
  state.value,
  state.uncertainty,
  state.contributors.map((each) => packContribution(each, sources)),
  state.setAside.map((each) => [
    sources.numberOf(each.deviceId, each.channel),
    each.value,
    each.offset,
    each.reason === 'outlier' ? 1 : 0,
  ]),
];

/** The reverse of `packState`, in the same order of keys as `orderedState`. */
export const unpackState = (
  [at, value, uncertainty, contributors, setAside]: PackedState,
  place: { readonly zoneId: string; readonly property: Property },
  names: SourceNames['names'],
): ZoneState => ({
  zoneId: place.zoneId,
  property: place.property,
  at,
  value,
  uncertainty,
  contributors: contributors.map((each) => unpackContribution(each, names)),
  setAside: setAside.map(([source, rejectedValue, offset, isOutlier]): ExcludedReading => {
    const [deviceId, channel] = names[source] as [string, string];
    return { deviceId, channel, value: rejectedValue, offset, reason: isOutlier === 1 ? 'outlier' : 'quality' };
  }),
});
