import type { GapRecord, Journalled } from '../model/journal-record.ts';
import { worsen } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Batch, LocatedReading, OrderedBatch, OrderedEvent, ValueStep } from './batch.ts';
import { GRID_MILLIS } from './grid.ts';
import type { PackedLocatedReadings } from './packed-located-readings.ts';
import { WaitingReadings } from './reading-order.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import { Watermark, type WatermarkSnapshot } from './watermark.ts';

/** When event time leaps further (a driven clock), only the last of the grid points are visited. */
const MAX_GRID_POINTS = 1440;
/** A reading later than this is stored and marked, but amends nothing. */
const LATE_BOUND_MILLIS = 3_600_000;

interface OrderSnapshot {
  readonly cityTime: number;
  readonly second: number;
  readonly watermark: WatermarkSnapshot;
  /** A plain list in checkpoints of earlier versions. */
  readonly waiting: PackedLocatedReadings | readonly LocatedReading[];
}

/**
 * Order: opens the two lanes. Each reading goes out at once (`arrival`), and again in the order of event time when the
 * watermark has passed it (`released`), or marked where it comes behind it (`late`).
 */
export function createOrder(): Stage<Batch<ValueStep<LocatedReading>>, OrderedBatch> {
  const watermark = new Watermark();
  const waiting = new WaitingReadings();
  let cityTime = 0;
  /** Second of city time up to which the watermark has been moved: it moves once a second, wherever batches are cut. */
  let second = -1;
  let events: OrderedEvent[] = [];

  function releaseUntil(until: number): void {
    for (let next = waiting.takeUntil(until); next !== undefined; next = waiting.takeUntil(until)) {
      events.push({ type: 'released', located: next });
    }
  }

  /** Moves the watermark, stopping at each grid point on the way. */
  function advance(to: number, { offset, receivedAt }: Journalled): void {
    const from = watermark.at;
    if (from === null || to <= from) {
      watermark.moveTo(to);
      return;
    }
    const last = Math.floor(to / GRID_MILLIS) * GRID_MILLIS;
    const next = (Math.floor(from / GRID_MILLIS) + 1) * GRID_MILLIS;
    const first = Math.max(next, last - (MAX_GRID_POINTS - 1) * GRID_MILLIS);
    for (let at = first; at <= last; at += GRID_MILLIS) {
      releaseUntil(at);
      events.push({ type: 'watermark', at, offset, receivedAt });
    }
    releaseUntil(to);
    watermark.moveTo(to);
  }

  function passTime(record: Journalled): void {
    cityTime = Math.max(cityTime, record.receivedAt);
    // Configuration stands at the front of a part: events made by it would see the registry of the part's end.
    if (record.kind === 'config' || Math.floor(cityTime / 1000) <= second) return;
    second = Math.floor(cityTime / 1000);
    advance(watermark.reach(cityTime), record);
  }

  function leap(record: Journalled<GapRecord>): void {
    const { since, receivedAt: until, offset } = record;
    cityTime = Math.max(cityTime, until);
    second = Math.floor(cityTime / 1000);
    if (watermark.at !== null) advance(since, record);
    if (since < until) events.push({ type: 'gap', since, until, offset });
    // Silently: no grid point lies in a time in which nobody listened.
    watermark.moveTo(watermark.resumeAt(until));
    releaseUntil(watermark.at ?? until);
  }

  function place(located: LocatedReading, tally: Tally): Reading {
    const { reading, facts } = located;
    const reached = watermark.at ?? -Infinity;
    watermark.seen(reading.deviceId, reading.observedAt, facts.deviceIntervalSeconds);
    if (reading.observedAt > reached) {
      tally.storedOnTime += 1;
      waiting.add(located);
      events.push({ type: 'arrival', reading });
      return reading;
    }
    tally.storedLate += 1;
    const isBeyondBound = reached - reading.observedAt > LATE_BOUND_MILLIS;
    const level = isBeyondBound ? 'suspect' : reading.quality.level;
    const late = Object.freeze({ ...reading, quality: worsen(reading.quality, level, 'late') });
    if (!isBeyondBound) {
      events.push({ type: 'arrival', reading: late }, { type: 'late', located: { reading: late, facts } });
    }
    return late;
  }

  return {
    name: 'order',
    run(batch) {
      events = [];
      const readings: Reading[] = [];
      for (const { record, tally, values } of batch.steps) {
        if (record.kind === 'gap') leap(record);
        else passTime(record);
        if (tally !== null) for (const located of values) readings.push(place(located, tally));
        if (record.kind === 'action') {
          const { actionId, user, action, receivedAt, offset } = record;
          events.push({ type: 'action', actionId, user, action, receivedAt, offset });
        }
      }
      return { ...batch, cityTime, readings, requalified: [], events };
    },
    snapshot: (): OrderSnapshot => ({
      cityTime,
      second,
      watermark: watermark.snapshot(),
      waiting: waiting.snapshot(),
    }),
    restore(snapshot) {
      const state = snapshot as OrderSnapshot;
      cityTime = state.cityTime;
      second = state.second;
      watermark.restore(state.watermark);
      waiting.restore(state.waiting);
    },
  };
}
