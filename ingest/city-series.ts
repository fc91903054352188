import type { SeriesFacts } from './batch.ts';
import { Series, type SeriesSnapshot } from './series.ts';
import type { ZoneGroup } from './zone-group.ts';
import type { ZoneGroups } from './zone-groups.ts';

/** The series of all channels; each is a member of the group of its zone and of the groups of the ancestor zones. */
export class CitySeries {
  readonly #series = new Map<string, Series>();
  readonly #groups: ZoneGroups;

  constructor(groups: ZoneGroups) {
    this.#groups = groups;
  }

  /** The series of a channel; created if new, and moved to other groups if the zone or property has changed. */
  of(facts: SeriesFacts): Series {
    const series = this.#series.get(facts.key);
    if (series === undefined) return this.#add(new Series(facts));
    if (series.facts === facts) return series;
    const before = series.facts;
    const hasMoved = series.updateFacts(facts) || before.channel.property !== facts.channel.property;
    if (!hasMoved) return series;
    for (const group of this.#groupsAt(before)) group.remove(series);
    this.#join(series);
    return series;
  }

  /** The groups that a series is a member of, innermost zone first. */
  groupsOf({ facts }: Series): readonly ZoneGroup[] {
    return this.#groupsAt(facts);
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
    for (const group of this.#groupsAt(series.facts)) group.add(series);
  }

  #groupsAt({ zonePath, channel }: SeriesFacts): readonly ZoneGroup[] {
    return zonePath.map((zoneId) => this.#groups.group(zoneId, channel.property));
  }
}
