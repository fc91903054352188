import type { ActionRecord, GapRecord, Journalled } from '../model/journal-record.ts';
import { type QualityReason, worsen } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Batch, LocatedReading, OrderedBatch, OrderedEvent, ValueStep } from './batch.ts';
import { CitySeconds, type CitySecondsSnapshot } from './city-seconds.ts';
import { GridProgress, type GridProgressSnapshot } from './grid-progress.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import { WaitingByZone, type WaitingSnapshot } from './waiting-by-zone.ts';
import { NO_ZONE, Watermark, type WatermarkSnapshot } from './watermark.ts';

/** Allowed lateness: a reading further behind the watermark is stored and marked, but amends nothing. */
const ALLOWED_LATENESS_MILLIS = 3_600_000;

interface OrderSnapshot extends WaitingSnapshot, CitySecondsSnapshot {
  readonly watermark: WatermarkSnapshot;
  /** Absent in checkpoints of version 0.1.0. */
  readonly grid?: GridProgressSnapshot;
}

/**
 * A reading further ahead of city time that came while that was not known waits for no watermark: the one of the
 * arrival is its only evaluation.
 */
const AHEAD_MILLIS = 5 * 60_000;

/** The zones, and the zones of devices. */
type Zones = Pick<RegistryView, 'zones' | 'zoneOf'>;

/**
 * Stage order: splits readings into the two lanes. Each reading is emitted at arrival (`arrival`), and again in the
 * order of event time when the watermark of its zone has passed it (`released`). One that arrives behind the watermark
 * is emitted as `late` instead.
 */
export function createOrder(registry: Zones): Stage<Batch<ValueStep<LocatedReading>>, OrderedBatch> {
  const watermark = new Watermark();
  const grid = new GridProgress(registry.zones);
  const waiting = new WaitingByZone();
  const seconds = new CitySeconds();
  let events: OrderedEvent[] = [];

  function releaseUntil(until: number, { offset }: Journalled): void {
    for (const located of waiting.takeUntil(until, watermark.held)) events.push({ type: 'released', located, offset });
  }

  /** Releases the readings that the watermarks have passed, with a watermark event at each grid point. */
  function emit(record: Journalled): void {
    const { offset, receivedAt } = record;
    for (const point of grid.advance(watermark)) {
      releaseUntil(point.at, record);
      events.push({ type: 'watermark', ...point, offset, receivedAt });
    }
    if (watermark.at !== null) releaseUntil(watermark.at, record);
  }

  function passTime(record: Journalled): void {
    seconds.pass(record.receivedAt);
    // A config record emits no events: they would be evaluated with the configuration at the end of the batch.
    if (record.kind === 'config' || !seconds.isOver) return;
    watermark.closeSecond(seconds.next());
    watermark.advance(seconds.time);
    emit(record);
  }

  function skipGap(record: Journalled<GapRecord>): void {
    const { since, receivedAt: until, offset } = record;
    seconds.pass(until);
    watermark.closeSecond(seconds.next());
    if (watermark.at !== null) {
      watermark.endAt(since);
      emit(record);
    }
    if (since < until) events.push({ type: 'gap', since, until, offset });
    // Without watermark events: grid points within the gap are not evaluated.
    watermark.resume(until);
    grid.resumeFrom(watermark.at ?? until);
    releaseUntil(watermark.at ?? until, record);
  }

  function orderReading(located: LocatedReading, tally: Tally): Reading {
    const { reading, facts } = located;
    const zoneId = facts.zoneId ?? NO_ZONE;
    const reached = watermark.of(zoneId);
    if (reading.quality.reasons.length > 0) countMarks(reading.quality.reasons, tally);
    if (isFarOff(reading, reached)) {
      tally.acceptedOnTime += 1;
      events.push({ type: 'arrival', reading });
      return reading;
    }
    watermark.seen(reading.deviceId, zoneId, reading.observedAt, facts.deviceIntervalSeconds);
    if (reading.observedAt > reached) {
      tally.acceptedOnTime += 1;
      waiting.add(located);
      events.push({ type: 'arrival', reading });
      return reading;
    }
    tally.acceptedLate += 1;
    const isTooLate = reached - reading.observedAt > ALLOWED_LATENESS_MILLIS;
    const late = markLate(reading, isTooLate);
    if (isTooLate) return late;
    events.push({ type: 'arrival', reading: late }, { type: 'late', located: { reading: late, facts } });
    return late;
  }

  return {
    name: 'order',
    run(batch) {
      events = [];
      const readings: Reading[] = [];
      for (const { record, tally, values } of batch.steps) {
        if (record.kind === 'gap') skipGap(record);
        else passTime(record);
        if (tally !== null) for (const located of values) readings.push(orderReading(located, tally));
        if (record.kind === 'config' && record.change.type === 'device.remove')
          watermark.forget(record.change.deviceId);
        if (record.kind === 'action') events.push(actionEvent(record));
      }
      return { ...batch, cityTime: seconds.time, readings, requalified: [], events };
    },
    snapshot(): OrderSnapshot {
      return { ...seconds.snapshot(), watermark: watermark.snapshot(), grid: grid.snapshot(), ...waiting.snapshot() };
    },
    restore(snapshot) {
      const state = snapshot as OrderSnapshot;
      seconds.restore(state);
      watermark.restore(state.watermark, (deviceId) => registry.zoneOf(deviceId) ?? NO_ZONE);
      waiting.restore(state);
      if (state.grid !== undefined) grid.restore(state.grid);
      else if (watermark.at !== null) grid.resumeFrom(watermark.at);
    },
  };
}

function countMarks(reasons: readonly QualityReason[], tally: Tally): void {
  if (reasons.includes('time-approximate')) tally.timeApproximate += 1;
  if (reasons.includes('possible-repeat')) tally.possibleRepeat += 1;
  if (reasons.includes('clock-held')) tally.clockHeld += 1;
}
/** Whether a reading has a time that cannot be compared with city time, which was not known when it came. */
const isFarOff = ({ quality, observedAt, receivedAt }: Reading, reached: number): boolean =>
  quality.reasons.includes('clock-held') &&
  (observedAt > receivedAt + AHEAD_MILLIS || reached - observedAt > ALLOWED_LATENESS_MILLIS);

function markLate(reading: Reading, isTooLate: boolean): Reading {
  const level = isTooLate ? 'suspect' : reading.quality.level;
  return Object.freeze({ ...reading, quality: worsen(reading.quality, level, 'late') });
}

const actionEvent = ({ actionId, user, action, receivedAt, offset }: Journalled<ActionRecord>): OrderedEvent => ({
  type: 'action',
  actionId,
  user,
  action,
  receivedAt,
  offset,
});
