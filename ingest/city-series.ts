import { PROPERTIES } from '../model/property.ts';
import { AmountSeries } from './amount-series.ts';
import type { SeriesFacts } from './batch.ts';
import type { ChannelSeries, SeriesSnapshot } from './channel-series.ts';
import { Series } from './series.ts';
import type { ZoneGroup } from './zone-group.ts';
import type { ZoneGroups } from './zone-groups.ts';

/** The series of all channels; each is a member of the group of its zone and of the groups of the ancestor zones. */
export class CitySeries {
  readonly #series = new Map<string, ChannelSeries>();
  readonly #groups: ZoneGroups;
  /** The groups of each series, as long as it does not move: they are asked for with each late reading. */
  readonly #joined = new Map<ChannelSeries, readonly ZoneGroup[]>();

  constructor(groups: ZoneGroups) {
    this.#groups = groups;
  }

  /**
   * The series of a channel; created if new or if the property has changed, because older values are then of another
   * quantity; moved to other groups if the zone has changed.
   */
  of(facts: SeriesFacts): ChannelSeries {
    const series = this.#series.get(facts.key);
    if (series === undefined) return this.#add(seriesOf(facts));
    if (series.facts === facts) return series;
    const before = series.facts;
    const left = this.groupsOf(series);
    const isOther = before.channel.property !== facts.channel.property;
    if (!isOther) series.facts = facts;
    if (!isOther && before.zonePath.join('\n') === facts.zonePath.join('\n')) return series;
    for (const group of left) group.remove(series);
    this.#joined.delete(series);
    if (isOther) return this.#add(seriesOf(facts));
    this.#join(series);
    return series;
  }

  /** The groups that a series is a member of, innermost zone first. */
  groupsOf(series: ChannelSeries): readonly ZoneGroup[] {
    return this.#joined.get(series) ?? [];
  }

  snapshot(): readonly SeriesSnapshot[] {
    return [...this.#series.values()].map((series) => series.snapshot());
  }

  restore(snapshot: readonly SeriesSnapshot[]): void {
    this.#series.clear();
    this.#joined.clear();
    for (const kept of snapshot) this.#add(seriesOf(kept.facts, kept));
  }

  #add(series: ChannelSeries): ChannelSeries {
    this.#series.set(series.facts.key, series);
    this.#join(series);
    return series;
  }

  #join(series: ChannelSeries): void {
    const { zonePath, channel } = series.facts;
    const groups = zonePath.map((zoneId) => this.#groups.group(zoneId, channel.property));
    for (const group of groups) group.add(series);
    this.#joined.set(series, groups);
  }
}

/** Whether values are added up within a minute, or the newest stands for it, follows from the kind of the property. */
const seriesOf = (facts: SeriesFacts, snapshot?: SeriesSnapshot): ChannelSeries =>
  PROPERTIES[facts.channel.property].kind === 'amount'
    ? new AmountSeries(facts, snapshot)
    : new Series(facts, snapshot);
