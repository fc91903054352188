import { describe, expect, it } from 'vitest';
import { worsen } from '../model/quality.ts';
import type { LocatedReading, OrderedBatch, OrderedEvent } from './batch.ts';
import { createFuse } from './fuse.ts';
import { expectStage } from './marbles.ts';
import { NOON } from './sample-city.ts';
import { factsOf, located } from './sample-located-readings.ts';

const MINUTE = 60_000;
const rain1 = factsOf('rain-1', 'rain');
const rain2 = factsOf('rain-2', 'rain');
const batch = (...events: OrderedEvent[]): OrderedBatch => ({
  nextOffset: 1,
  cityTime: NOON,
  steps: [],
  rejected: [],
  unmapped: [],
  readings: [],
  requalified: [],
  events,
});
const released = (of: LocatedReading): OrderedEvent => ({ type: 'released', located: of, offset: 0 });
const late = (of: LocatedReading): OrderedEvent => ({ type: 'late', located: of });
const watermark = (minute: number): OrderedEvent => ({
  type: 'watermark',
  at: NOON + minute * MINUTE,
  offset: 0,
  receivedAt: NOON,
});
type Fused = ReturnType<ReturnType<typeof createFuse>['run']>;
const summarise = ({ events }: Fused) =>
  events.map((event) => {
    if (event.type !== 'state') return event.type;
    const { zoneId, at, value } = event.state;
    return `${zoneId}@${(at - NOON) / MINUTE}=${value}`;
  });

describe('fuse', () => {
  it('estimates at each grid point, for the zone and its ancestors, before the watermark event', () => {
    expectStage(
      createFuse(),
      {
        a: batch(released(located(rain1, NOON, 1)), released(located(rain2, NOON, 2))),
        b: batch(watermark(0)),
        c: batch(watermark(9)),
      },
      summarise,
      { a: ['released', 'released'], b: ['c1@0=1.5', 'city@0=1.5', 'east@0=1.5', 'watermark'], c: ['watermark'] },
    );
  });

  it('makes no estimate when the last reading is no longer valid', () => {
    const stage = createFuse();
    stage.run(batch(released(located(rain1, NOON, 1))));
    expect(summarise(stage.run(batch(watermark(2))))).toContain('c1@2=1');
    expect(summarise(stage.run(batch(watermark(3))))).toEqual(['watermark']);
  });

  it('leaves an amount out that may be a repeat, and keeps a level', () => {
    const marked = (facts: typeof rain1, value: number, at: number) => {
      const { quality } = located(facts, at, value).reading;
      return located(facts, at, value, { quality: worsen(quality, 'good', 'possible-repeat') });
    };
    const drain = factsOf('drain-1', 'level');
    const stage = createFuse();
    stage.run(batch(released(located(rain1, NOON, 1)), released(located(drain, NOON, 1))));
    const again = batch(released(marked(rain1, 9, NOON + 1)), released(marked(drain, 2, NOON + 1)), watermark(1));
    const { states } = stage.run(again);
    const inCell = states.filter(({ zoneId }) => zoneId === 'c1').map(({ property, value }) => [property, value]);
    expect(new Map(inCell as [string, number][])).toEqual(
      new Map([
        ['rain.depth', 1],
        ['drain.level', 2],
      ]),
    );
  });

  it('lists the contributors and the excluded readings with the reason', () => {
    const bad = { quality: worsen(located(rain1, NOON, 99).reading.quality, 'bad', 'out-of-range') };
    const depth = (id: string, value: number) => located({ ...rain1, key: id, deviceId: id }, NOON, value);
    const events = [depth('a', 1), depth('b', 1.1), depth('c', 0.9), depth('d', 30), located(rain1, NOON, 99, bad)];
    const { states } = createFuse().run(batch(...events.map(released), watermark(0)));
    const cell = states.find(({ zoneId }) => zoneId === 'c1');
    expect(cell?.value).toBe(1);
    expect(cell?.contributors.map(({ deviceId }) => deviceId)).toEqual(['a', 'b', 'c']);
    expect(cell?.setAside.map(({ deviceId, reason }) => [deviceId, reason])).toEqual([
      ['rain-1', 'quality'],
      ['d', 'outlier'],
    ]);
  });

  it('uses the last good reading when a newer one is bad', () => {
    const bad = { quality: worsen(located(rain1, NOON, 99).reading.quality, 'bad', 'out-of-range') };
    const events = [located(rain1, NOON - MINUTE, 1), located(rain1, NOON, 99, bad)];
    const { states } = createFuse().run(batch(...events.map(released), watermark(0)));
    expect(states[0]).toMatchObject({ value: 1, setAside: [{ value: 99, reason: 'quality' }] });
  });

  it('amends only the estimates to which a late reading would have contributed', () => {
    const stage = createFuse();
    stage.run(batch(released(located(rain1, NOON, 1)), watermark(0), watermark(1), watermark(2)));
    stage.run(batch(released(located(rain1, NOON + 3 * MINUTE, 3)), watermark(3), watermark(4)));
    const result = stage.run(batch(late(located(rain1, NOON + MINUTE, 2)), watermark(5)));
    expect(summarise(result).filter((line) => line.startsWith('c1'))).toEqual(['c1@1=2', 'c1@2=2', 'c1@5=3']);
    expect(result.states.filter(({ at }) => at < NOON + 5 * MINUTE)).toEqual([]);
  });

  it('recomputes an estimate once for a burst of late readings, at the next grid point, also after a restart', () => {
    const [first, second] = [createFuse(), createFuse()];
    first.run(batch(released(located(rain1, NOON, 1)), released(located(rain2, NOON, 1)), watermark(0), watermark(1)));
    const burst = [late(located(rain1, NOON + MINUTE, 2)), late(located(rain2, NOON + MINUTE, 4))];
    expect(summarise(first.run(batch(...burst)))).toEqual(['late', 'late']);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    expect(summarise(second.run(batch(watermark(2)))).filter((line) => line.startsWith('city@1'))).toHaveLength(1);
  });

  it('estimates for a zone when that zone passes a grid point, and for its ancestors when they do', () => {
    const stage = createFuse();
    const passes = (...zoneIds: string[]): OrderedEvent => ({
      type: 'watermark',
      at: NOON,
      zoneIds,
      offset: 0,
      receivedAt: NOON,
    });
    stage.run(batch(released(located(rain1, NOON, 1))));
    expect(summarise(stage.run(batch(passes('c2'))))).toEqual(['watermark']);
    expect(summarise(stage.run(batch(passes('c1'))))).toEqual(['c1@0=1', 'watermark']);
    stage.run(batch(late(located(rain1, NOON - 1, 5)), late(located(rain2, NOON, 3))));
    expect(summarise(stage.run(batch(passes('city', 'east'))))).toEqual(['city@0=2', 'east@0=2', 'watermark']);
    expect(summarise(stage.run(batch(watermark(1))))).toContain('c1@0=2');
  });

  it('uses the readings of a moved device in its new zone', () => {
    const stage = createFuse();
    stage.run(batch(released(located(rain1, NOON, 1)), watermark(0)));
    const moved = { ...rain1, zoneId: 'c2', zonePath: ['c2', 'city'] };
    const result = stage.run(batch(released(located(moved, NOON + MINUTE, 2)), watermark(1)));
    expect(summarise(result)).toEqual(['released', 'c2@1=2', 'city@1=2', 'watermark']);
  });

  it('gives the same result after a restart, including the order of zones, when devices have moved', () => {
    const [first, second] = [createFuse(), createFuse()];
    const moved = { ...rain2, zoneId: 'c2', zonePath: ['c2', 'city'] };
    first.run(batch(released(located(rain1, NOON, 1)), released(located(rain2, NOON, 1)), watermark(0)));
    first.run(batch(released(located(moved, NOON + MINUTE, 2)), watermark(1)));
    const east = { ...rain1, zoneId: 'east', zonePath: ['east', 'city'] };
    first.run(batch(released(located(east, NOON + 2 * MINUTE, 3)), watermark(2)));
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    expect(second.snapshot()).toEqual(first.snapshot());
    const burst = batch(late(located(moved, NOON + MINUTE, 4)), late(located(east, NOON + MINUTE, 5)), watermark(3));
    expect(summarise(second.run(burst))).toEqual(summarise(first.run(burst)));
  });
});
