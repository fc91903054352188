import { isDoubtfulAmount } from '../model/doubtful-amount.ts';
import type { FoldEvent } from '../model/fold.ts';
import { GRID_MILLIS, gridPointFrom } from '../model/grid.ts';
import type { Property } from '../model/property.ts';
import type { ZoneState } from '../model/state.ts';
import { ZoneProgress, type ZoneProgressSnapshot } from '../model/zone-progress.ts';
import type { Batch, LocatedReading, OrderedBatch, OrderedEvent, Step } from './batch.ts';
import type { ChannelSeries, SeriesSnapshot } from './channel-series.ts';
import { CitySeries } from './city-series.ts';
import { KEPT_MILLIS, KeptGrid } from './kept-grid.ts';
import type { Stage } from './stage.ts';
import { StaleEstimates, type StaleEstimatesSnapshot } from './stale-estimates.ts';
import type { ZoneGroup } from './zone-group.ts';
import { ZoneGroups } from './zone-groups.ts';

/** A batch with the input events of the analytics fold. */
export interface FusedBatch extends Omit<OrderedBatch, 'events'>, Batch<Step> {
  readonly events: readonly FoldEvent[];
  /** The newest estimate of each zone and property that changed. */
  readonly states: readonly ZoneState[];
}

interface FuseSnapshot {
  readonly grid: readonly number[];
  /** Absent in checkpoints of version 0.1.0, where all zones had passed the same grid points. */
  readonly progress?: ZoneProgressSnapshot;
  readonly series: readonly SeriesSnapshot[];
  readonly newest: readonly (readonly [zoneId: string, property: Property, at: number])[];
  /** Absent in checkpoints of versions that amended estimates at once. */
  readonly stale?: StaleEstimatesSnapshot;
}

/**
 * Stage fuse: estimates each property of each zone at each grid point of event time, from the readings in the zone and
 * in the zones that it contains. An estimate is made when the watermark of the zone passes the grid point.
 */
export function createFuse(): Stage<OrderedBatch, FusedBatch> {
  const groups = new ZoneGroups();
  const allSeries = new CitySeries(groups);
  const grid = new KeptGrid();
  const progress = new ZoneProgress();
  const stale = new StaleEstimates();
  let events: FoldEvent[] = [];
  let states = new Map<string, ZoneState>();

  function emit(group: ZoneGroup, at: number): void {
    const state = group.fuse(at);
    if (state === null) return;
    events.push({ type: 'state', state });
    if (at < group.newestAt) return;
    group.newestAt = at;
    states.set(`${group.zoneId}\n${group.property}`, state);
  }

  function addReading({ reading, facts }: LocatedReading): ChannelSeries {
    const series = allSeries.of(facts);
    series.add(reading, grid.earliest(reading.observedAt));
    return series;
  }

  /**
   * Marks the estimates to which a late reading would have contributed; each is recomputed once, however many there
   * are.
   */
  function amend(located: LocatedReading): void {
    const { observedAt, quality } = located.reading;
    const series = addReading(located);
    if (quality.level === 'bad') return;
    const points = pointsOf(series, observedAt, grid);
    for (const group of allSeries.groupsOf(series)) {
      const passed = progress.of(group.zoneId);
      for (const at of points) if (at <= passed) stale.mark(group, at);
    }
  }

  /** Recomputes stale estimates of these groups; done before a watermark event, which is when they are used next. */
  function recomputeStale(passing: readonly ZoneGroup[]): void {
    for (const group of passing) for (const at of stale.take(group)) emit(group, at);
  }

  function advance(event: Extract<OrderedEvent, { type: 'watermark' }>): void {
    const passing = groups.of(event.zoneIds);
    recomputeStale(passing);
    grid.pass(event.at);
    for (const group of passing) {
      for (const at of skippedPoints(group, progress.of(group.zoneId), event.at)) emit(group, at);
      emit(group, event.at);
    }
    progress.advance(event);
  }

  return {
    name: 'fuse',
    run(batch) {
      events = [];
      states = new Map();
      // By index, because an iterator allocates an object for each event, of which there are two per reading.
      for (let index = 0; index < batch.events.length; index += 1) {
        const event = batch.events[index] as OrderedEvent;
        if (event.type === 'released' || event.type === 'late') {
          const { reading } = event.located;
          if (event.type === 'late') {
            events.push({ type: 'late', reading });
            if (!isDoubtfulAmount(reading)) amend(event.located);
          } else {
            events.push({ type: 'released', reading, offset: event.offset });
            if (!isDoubtfulAmount(reading)) addReading(event.located);
          }
          continue;
        }
        if (event.type === 'gap') recomputeStale(groups.of());
        if (event.type === 'watermark') advance(event);
        events.push(event);
      }
      return { ...batch, events, states: [...states.values()] };
    },
    snapshot: (): FuseSnapshot => ({
      grid: grid.snapshot(),
      progress: progress.snapshot(),
      series: allSeries.snapshot(),
      newest: groups.all.map(({ zoneId, property, newestAt }) => [zoneId, property, newestAt]),
      stale: stale.snapshot(),
    }),
    restore(snapshot) {
      const state = snapshot as FuseSnapshot;
      groups.clear();
      grid.restore(state.grid);
      progress.restore(state.progress ?? { all: grid.newest ?? 0, ahead: [] });
      // Groups first, to restore their original order: a device that moved since would otherwise change it.
      for (const [zoneId, property, newestAt] of state.newest) groups.group(zoneId, property).newestAt = newestAt;
      allSeries.restore(state.series);
      stale.restore(state.stale ?? [], (zoneId, property) => groups.group(zoneId, property));
    },
  };
}

/** The grid points at which a late reading counts; that of an amount may be one that was skipped, as behind a gap. */
function pointsOf(series: ChannelSeries, observedAt: number, grid: KeptGrid): readonly number[] {
  const points = grid.within(observedAt, series.validUntil(observedAt));
  return series.hasAmountAt === undefined ? points : [gridPointFrom(observedAt), ...points];
}

/** Grid points between two that a zone passed, as behind a gap, in whose minute an amount was observed. */
function skippedPoints(group: ZoneGroup, passed: number, until: number): readonly number[] {
  const points: number[] = [];
  const first = Math.max(passed + GRID_MILLIS, until - KEPT_MILLIS);
  for (let at = first; at < until; at += GRID_MILLIS) if (group.hasAmountAt(at)) points.push(at);
  return points;
}
