import type { FoldEvent } from '../model/fold.ts';
import type { Property } from '../model/property.ts';
import type { ZoneState } from '../model/state.ts';
import { ZoneProgress, type ZoneProgressSnapshot } from '../model/zone-progress.ts';
import type { Batch, LocatedReading, OrderedBatch, OrderedEvent, SeriesFacts, Step } from './batch.ts';
import { Series, type SeriesSnapshot } from './series.ts';
import type { Stage } from './stage.ts';
import { ZoneGroup } from './zone-group.ts';

/** Grid points that a late reading can still amend. */
const KEPT_MILLIS = 3_600_000;

/** What the fusing stage hands on: the events that the analytics fold sees. */
export interface FusedBatch extends Omit<OrderedBatch, 'events'>, Batch<Step> {
  readonly events: readonly FoldEvent[];
  /** Newest estimate of each zone and property that changed. */
  readonly states: readonly ZoneState[];
}

interface FuseSnapshot {
  readonly grid: readonly number[];
  /** Absent in checkpoints of version 0.1.0: all zones had passed the same grid points. */
  readonly progress?: ZoneProgressSnapshot;
  readonly series: readonly SeriesSnapshot[];
  readonly newest: readonly (readonly [zoneId: string, property: Property, at: number])[];
  /** Absent in checkpoints of a time when late readings were answered at once. */
  readonly stale?: readonly (readonly [zoneId: string, property: Property, at: readonly number[]])[];
}

/**
 * Fuse: one estimate per zone and property at each grid point of event time, in the zone itself and in all that contain
 * it, made when the zone passes that grid point.
 */
export function createFuse(): Stage<OrderedBatch, FusedBatch> {
  const allSeries = new Map<string, Series>();
  const groups = new Map<string, ZoneGroup>();
  /** Groups of each zone in the order of properties, zones in the order of ids; null after a new one came. */
  let inOrder: ReadonlyMap<string, readonly ZoneGroup[]> | null = null;
  /** Grid points that some zone has passed, in order of time. */
  let grid: number[] = [];
  const progress = new ZoneProgress();
  /** Grid points at which an estimate is older than what came late. */
  const stale = new Map<ZoneGroup, Set<number>>();
  let events: FoldEvent[] = [];
  let states = new Map<string, ZoneState>();

  function groupOf(zoneId: string, property: Property): ZoneGroup {
    const key = `${zoneId}\n${property}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = new ZoneGroup(zoneId, property);
      groups.set(key, group);
      inOrder = null;
    }
    return group;
  }

  function join(series: Series): void {
    for (const zoneId of series.facts.zonePath) groupOf(zoneId, series.facts.channel.property).add(series);
  }

  function seriesOf(facts: SeriesFacts): Series {
    let series = allSeries.get(facts.key);
    if (series === undefined) {
      series = new Series(facts);
      allSeries.set(facts.key, series);
      join(series);
    } else if (series.facts !== facts) {
      const { zonePath, channel } = series.facts;
      const hasMoved = series.adopt(facts) || channel.property !== facts.channel.property;
      if (hasMoved) {
        for (const zoneId of zonePath) groupOf(zoneId, channel.property).remove(series);
        join(series);
      }
    }
    return series;
  }

  function emit(group: ZoneGroup, at: number): void {
    const state = group.fuse(at);
    if (state === null) return;
    events.push({ type: 'state', state });
    if (at < group.newestAt) return;
    group.newestAt = at;
    states.set(`${group.zoneId}\n${group.property}`, state);
  }

  function remember({ reading, facts }: LocatedReading): Series {
    const series = seriesOf(facts);
    series.add(reading, (grid.at(-1) ?? reading.observedAt) - KEPT_MILLIS);
    return series;
  }

  /** Groups of these zones, or of all, in the order of zone and property. */
  function groupsOf(zoneIds?: readonly string[]): readonly ZoneGroup[] {
    inOrder ??= Map.groupBy(
      [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group),
      ({ zoneId }) => zoneId,
    );
    const byZone = inOrder;
    return (zoneIds ?? [...byZone.keys()]).flatMap((zoneId) => byZone.get(zoneId) ?? []);
  }

  function passGridPoint(at: number): void {
    const newest = grid.at(-1);
    if (newest !== undefined && newest >= at) return;
    grid.push(at);
    if ((grid[0] as number) < at - KEPT_MILLIS) grid = grid.filter((point) => point >= at - KEPT_MILLIS);
  }

  /** Notes the estimates in which a late reading would have spoken; a burst of them makes each of these again once, not once a reading. */
  function amend(located: LocatedReading): void {
    const { observedAt, quality } = located.reading;
    const series = remember(located);
    if (quality.level === 'bad') return;
    const until = series.validUntil(observedAt);
    // Most late readings are only a little late: their grid points are the last ones.
    let first = grid.length;
    while (first > 0 && (grid[first - 1] as number) >= observedAt) first -= 1;
    for (; first < grid.length && (grid[first] as number) < until; first += 1) {
      const at = grid[first] as number;
      for (const zoneId of series.facts.zonePath) {
        if (at <= progress.of(zoneId)) markStale(groupOf(zoneId, series.facts.channel.property), at);
      }
    }
  }

  function markStale(group: ZoneGroup, at: number): void {
    const points = stale.get(group);
    if (points === undefined) stale.set(group, new Set([at]));
    else points.add(at);
  }

  /** Makes stale estimates again; before anybody looks at them, which is when event time goes on there. */
  function renew(passing: readonly ZoneGroup[]): void {
    if (stale.size === 0) return;
    for (const group of passing) {
      const points = stale.get(group);
      if (points === undefined) continue;
      for (const at of [...points].sort((a, b) => a - b)) emit(group, at);
      stale.delete(group);
    }
  }

  function reach(event: Extract<OrderedEvent, { type: 'watermark' }>): void {
    const passing = groupsOf(event.zoneIds);
    renew(passing);
    passGridPoint(event.at);
    for (const group of passing) emit(group, event.at);
    progress.pass(event);
  }

  return {
    name: 'fuse',
    run(batch) {
      events = [];
      states = new Map();
      // By index: an iterator makes an object an event, and there are two a reading.
      for (let index = 0; index < batch.events.length; index += 1) {
        const event = batch.events[index] as OrderedEvent;
        if (event.type === 'released' || event.type === 'late') {
          const { reading } = event.located;
          if (event.type === 'late') {
            events.push({ type: 'late', reading });
            amend(event.located);
          } else {
            events.push({ type: 'released', reading, offset: event.offset });
            remember(event.located);
          }
          continue;
        }
        if (event.type === 'gap') renew(groupsOf());
        if (event.type === 'watermark') reach(event);
        events.push(event);
      }
      return { ...batch, events, states: [...states.values()] };
    },
    snapshot: (): FuseSnapshot => ({
      grid: [...grid],
      progress: progress.snapshot(),
      series: [...allSeries.values()].map((series) => series.snapshot()),
      newest: [...groups.values()].map(({ zoneId, property, newestAt }) => [zoneId, property, newestAt]),
      stale: [...stale].map(([{ zoneId, property }, points]) => [zoneId, property, [...points]]),
    }),
    restore(snapshot) {
      const state = snapshot as FuseSnapshot;
      allSeries.clear();
      groups.clear();
      inOrder = null;
      grid = [...state.grid];
      progress.restore(state.progress ?? { all: grid.at(-1) ?? 0, ahead: [] });
      // Groups first: in the order in which they came to be, which a device that has moved since would change.
      for (const [zoneId, property, newestAt] of state.newest) groupOf(zoneId, property).newestAt = newestAt;
      for (const kept of state.series) {
        const series = new Series(kept.facts, kept);
        allSeries.set(kept.facts.key, series);
        join(series);
      }
      stale.clear();
      for (const [zoneId, property, points] of state.stale ?? []) stale.set(groupOf(zoneId, property), new Set(points));
    },
  };
}
