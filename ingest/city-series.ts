import type { SeriesFacts } from './batch.ts';
import { Series, type SeriesSnapshot } from './series.ts';
import type { ZoneGroup } from './zone-group.ts';
import type { ZoneGroups } from './zone-groups.ts';

/** The channels of the city's devices, each a member of the groups of its zone and of all that contain it. */
export class CitySeries {
  readonly #series = new Map<string, Series>();
  readonly #groups: ZoneGroups;

  constructor(groups: ZoneGroups) {
    this.#groups = groups;
  }

  /** The series of a channel; made when there is none, moved when its device stands elsewhere. */
  of(facts: SeriesFacts): Series {
    const series = this.#series.get(facts.key);
    if (series === undefined) return this.#add(new Series(facts));
    if (series.facts === facts) return series;
    const before = series.facts;
    const hasMoved = series.adopt(facts) || before.channel.property !== facts.channel.property;
    if (!hasMoved) return series;
    for (const group of this.#groupsAround(before)) group.remove(series);
    this.#join(series);
    return series;
  }

  /** Groups in which a series speaks, innermost zone first. */
  groupsOf({ facts }: Series): readonly ZoneGroup[] {
    return this.#groupsAround(facts);
  }

  snapshot(): readonly SeriesSnapshot[] {
    return [...this.#series.values()].map((series) => series.snapshot());
  }

  restore(snapshot: readonly SeriesSnapshot[]): void {
    this.#series.clear();
    for (const kept of snapshot) this.#add(new Series(kept.facts, kept));
  }

  #add(series: Series): Series {
    this.#series.set(series.facts.key, series);
    this.#join(series);
    return series;
  }

  #join(series: Series): void {
    for (const group of this.#groupsAround(series.facts)) group.add(series);
  }

  #groupsAround({ zonePath, channel }: SeriesFacts): readonly ZoneGroup[] {
    return zonePath.map((zoneId) => this.#groups.group(zoneId, channel.property));
  }
}
