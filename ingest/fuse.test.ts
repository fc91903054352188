import * as fc from 'fast-check';
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
const warm1 = factsOf('rain-1', 'rain', { property: 'weather.temperature' });
const warm2 = factsOf('rain-2', 'rain', { property: 'weather.temperature' });
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
        a: batch(released(located(warm1, NOON, 1)), released(located(warm2, NOON, 2))),
        b: batch(watermark(0)),
        c: batch(watermark(9)),
      },
      summarise,
      { a: ['released', 'released'], b: ['c1@0=1.5', 'city@0=1.5', 'east@0=1.5', 'watermark'], c: ['watermark'] },
    );
  });

  it('makes no estimate when the last reading is no longer valid', () => {
    const stage = createFuse();
    stage.run(batch(released(located(warm1, NOON, 1))));
    expect(summarise(stage.run(batch(watermark(2))))).toContain('c1@2=1');
    expect(summarise(stage.run(batch(watermark(3))))).toEqual(['watermark']);
  });

  it('lists the contributors and the excluded readings with the reason', () => {
    const bad = { quality: worsen(located(warm1, NOON, 99).reading.quality, 'bad', 'out-of-range') };
    const depth = (id: string, value: number) => located({ ...warm1, key: id, deviceId: id }, NOON, value);
    const events = [depth('a', 1), depth('b', 1.1), depth('c', 0.9), depth('d', 30), located(warm1, NOON, 99, bad)];
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
    const bad = { quality: worsen(located(warm1, NOON, 99).reading.quality, 'bad', 'out-of-range') };
    const events = [located(warm1, NOON - MINUTE, 1), located(warm1, NOON, 99, bad)];
    const { states } = createFuse().run(batch(...events.map(released), watermark(0)));
    expect(states[0]).toMatchObject({ value: 1, setAside: [{ value: 99, reason: 'quality' }] });
  });

  it('amends only the estimates to which a late reading would have contributed', () => {
    const stage = createFuse();
    stage.run(batch(released(located(warm1, NOON, 1)), watermark(0), watermark(1), watermark(2)));
    stage.run(batch(released(located(warm1, NOON + 3 * MINUTE, 3)), watermark(3), watermark(4)));
    const result = stage.run(batch(late(located(warm1, NOON + MINUTE, 2)), watermark(5)));
    expect(summarise(result).filter((line) => line.startsWith('c1'))).toEqual(['c1@1=2', 'c1@2=2', 'c1@5=3']);
    expect(result.states.filter(({ at }) => at < NOON + 5 * MINUTE)).toEqual([]);
  });

  it('recomputes an estimate once for a burst of late readings, at the next grid point, also after a restart', () => {
    const [first, second] = [createFuse(), createFuse()];
    first.run(batch(released(located(warm1, NOON, 1)), released(located(warm2, NOON, 1)), watermark(0), watermark(1)));
    const burst = [late(located(warm1, NOON + MINUTE, 2)), late(located(warm2, NOON + MINUTE, 4))];
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
    stage.run(batch(released(located(warm1, NOON, 1))));
    expect(summarise(stage.run(batch(passes('c2'))))).toEqual(['watermark']);
    expect(summarise(stage.run(batch(passes('c1'))))).toEqual(['c1@0=1', 'watermark']);
    stage.run(batch(late(located(warm1, NOON - 1, 5)), late(located(warm2, NOON, 3))));
    expect(summarise(stage.run(batch(passes('city', 'east'))))).toEqual(['city@0=2', 'east@0=2', 'watermark']);
    expect(summarise(stage.run(batch(watermark(1))))).toContain('c1@0=2');
  });

  it('uses the readings of a moved device in its new zone', () => {
    const stage = createFuse();
    stage.run(batch(released(located(warm1, NOON, 1)), watermark(0)));
    const moved = { ...warm1, zoneId: 'c2', zonePath: ['c2', 'city'] };
    const result = stage.run(batch(released(located(moved, NOON + MINUTE, 2)), watermark(1)));
    expect(summarise(result)).toEqual(['released', 'c2@1=2', 'city@1=2', 'watermark']);
  });

  it('forgets the values of a channel that is mapped to another property: they are of another quantity', () => {
    const stage = createFuse();
    stage.run(batch(released(located(warm1, NOON, 21)), watermark(0)));
    const result = stage.run(batch(released(located(rain1, NOON + MINUTE, 2)), watermark(1), watermark(2)));
    expect(result.states.map(({ property }) => property)).toEqual(Array(3).fill('rain.depth'));
    const again = stage.run(batch(released(located(warm1, NOON + 3 * MINUTE, 22)), watermark(3)));
    expect(again.states.map(({ property, value }) => [property, value])).toEqual(
      Array(3).fill(['weather.temperature', 22]),
    );
  });

  it('gives the same result after a restart, including the order of zones, when devices have moved', () => {
    const [first, second] = [createFuse(), createFuse()];
    const moved = { ...warm2, zoneId: 'c2', zonePath: ['c2', 'city'] };
    first.run(batch(released(located(warm1, NOON, 1)), released(located(warm2, NOON, 1)), watermark(0)));
    first.run(batch(released(located(moved, NOON + MINUTE, 2)), watermark(1)));
    const east = { ...warm1, zoneId: 'east', zonePath: ['east', 'city'] };
    first.run(batch(released(located(east, NOON + 2 * MINUTE, 3)), watermark(2)));
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    expect(second.snapshot()).toEqual(first.snapshot());
    const burst = batch(late(located(moved, NOON + MINUTE, 4)), late(located(east, NOON + MINUTE, 5)), watermark(3));
    expect(summarise(second.run(burst))).toEqual(summarise(first.run(burst)));
  });
});

describe('fuse, of an amount', () => {
  const amounts = (...readings: readonly (readonly [facts: typeof rain1, seconds: number, value: number])[]) =>
    readings.map(([facts, seconds, value], offset) => located(facts, NOON + seconds * 1000, value, { offset }));
  const inCell = (result: Fused) => summarise(result).filter((line) => line.startsWith('c1'));

  it('adds up what came in the minute, whatever the number of messages, and counts it once', () => {
    const burst = Array.from({ length: 50 }, (_, n) => [rain1, n + 1, 0.2] as const);
    const result = createFuse().run(batch(...amounts(...burst).map(released), watermark(1), watermark(2)));
    expect(inCell(result)).toEqual(['c1@1=10', 'c1@2=0']);
    const [state] = result.events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
    expect(state?.contributors).toHaveLength(50);
    // 50 readings of an instrument that is good to 0.1 mm.
    expect(state?.uncertainty).toBeCloseTo(0.1 * Math.sqrt(50), 5);
  });

  it('does not decide it by the model of the device: the newest of as many temperatures stands for the minute', () => {
    const burst = Array.from({ length: 50 }, (_, n) => [warm1, n + 1, 20 + n / 10] as const);
    expect(inCell(createFuse().run(batch(...amounts(...burst).map(released), watermark(1))))).toEqual(['c1@1=24.9']);
  });

  it('gives the mean of the sums over any time for gauges of other intervals and phases', () => {
    const minutely = factsOf('rain-1', 'rain');
    const every5 = ['rain-2', 'rain-3'].map((id) => factsOf(id, 'rain', { expectedIntervalSeconds: 300 }));
    const events = Array.from({ length: 60 }, (_, minute): OrderedEvent[] => {
      const second = minute * 60 + 30;
      const readings = [
        [minutely, second, 0.5] as const,
        ...every5.flatMap((facts, n) => (minute % 5 === n * 2 ? [[facts, second, 2.5] as const] : [])),
      ];
      return [...amounts(...readings).map(released), watermark(minute + 1)];
    });
    const { events: fused } = createFuse().run(batch(...events.flat()));
    const states = fused.flatMap((event) =>
      event.type === 'state' && event.state.zoneId === 'c1' ? [event.state] : [],
    );
    // From when all three have spoken: 55 minutes of 0.5 mm.
    const known = states.filter(({ at }) => at > NOON + 5 * MINUTE);
    expect(known.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(27.5, 3);
    // Five minutes' rain in one reading is no outlier.
    expect(states.flatMap(({ setAside }) => setAside)).toEqual([]);
  });

  it('does not know the amount of a minute of which all readings are bad, and knows it again in the next one', () => {
    const bad = worsen(located(rain1, NOON, 99).reading.quality, 'bad', 'out-of-range');
    const events = [released(located(rain1, NOON, 1)), released(located(rain1, NOON + 1, 99, { quality: bad }))];
    const result = createFuse().run(batch(...events, watermark(0), watermark(1), watermark(2)));
    expect(inCell(result)).toEqual(['c1@0=1', 'c1@2=0']);
  });

  it('adds a late amount to its own minute, also where the fold skipped that one behind a gap', () => {
    const stage = createFuse();
    const gap: OrderedEvent = { type: 'gap', since: NOON, until: NOON + 10 * MINUTE, offset: 0 };
    const [first, own, after, inGap] = amounts([rain1, 0, 1], [rain1, 30, 0.2], [rain1, 630, 1], [rain1, 200, 3]) as [
      LocatedReading,
      LocatedReading,
      LocatedReading,
      LocatedReading,
    ];
    stage.run(batch(released(first), watermark(0), gap, released(own), released(after), watermark(11)));
    const result = stage.run(batch(late(inGap), watermark(12)));
    expect(inCell(result)).toEqual(['c1@4=3', 'c1@12=0']);
  });

  it('has an estimate for a skipped minute in which an amount was observed', () => {
    const [inGap, after] = amounts([rain1, 30, 0.2], [rain1, 630, 1]) as [LocatedReading, LocatedReading];
    const stage = createFuse();
    const result = stage.run(batch(watermark(0), released(inGap), released(after), watermark(11)));
    expect(inCell(result)).toEqual(['c1@1=0.2', 'c1@11=1']);
  });

  it('gives the same in any order of arrival, from any checkpoint, and however the batch is cut', () => {
    const reading = fc.tuple(fc.constantFrom(rain1, rain2), fc.nat(600_000), fc.integer({ min: 0, max: 50 }));
    const unique = { selector: ([{ key }, millis]: readonly [typeof rain1, number, number]) => `${key} ${millis}` };
    fc.assert(
      fc.property(fc.uniqueArray(reading, { ...unique, maxLength: 200 }), fc.nat(200), (made, cut) => {
        const readings = made.map(([facts, millis, tenths], offset) =>
          located(facts, NOON + millis, tenths / 10, { offset }),
        );
        const inTime = readings.toSorted((a, b) => a.reading.observedAt - b.reading.observedAt);
        const minutes = Array.from({ length: 11 }, (_, minute) => minute);
        const ordered = minutes.flatMap((minute) => [
          ...inTime
            .filter(({ reading: { observedAt } }) => Math.ceil((observedAt - NOON) / MINUTE) === minute)
            .map(released),
          watermark(minute),
        ]);
        const newestOf = (results: readonly Fused[]) => {
          const states = results.flatMap(({ events }) => events.flatMap((e) => (e.type === 'state' ? [e.state] : [])));
          return new Map(states.map((state) => [`${state.zoneId} ${state.at}`, state]));
        };
        const onTime = newestOf([createFuse().run(batch(...ordered))]);
        const [first, second] = [createFuse(), createFuse()];
        const before = first.run(batch(...ordered.slice(0, cut)));
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        expect(newestOf([before, second.run(batch(...ordered.slice(cut)))])).toEqual(onTime);
        const allLate = createFuse().run(batch(...minutes.map(watermark), ...readings.map(late), watermark(11)));
        for (const [key, { value, contributors }] of onTime) {
          const amended = newestOf([allLate]).get(key);
          if (value > 0) expect(amended).toMatchObject({ value, contributors });
        }
        for (const facts of [rain1, rain2]) {
          const own = inTime.filter(({ facts: { key } }) => key === facts.key);
          const counted = [...onTime.values()].filter(({ zoneId }) => zoneId === 'c1').flatMap((s) => s.contributors);
          for (const {
            reading: { offset },
          } of own) {
            expect(counted.some((contribution) => contribution.offset === offset)).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves an amount out that may be a repeat, and keeps a level', () => {
    const marked = (facts: typeof rain1, value: number, at: number) => {
      const { quality } = located(facts, at, value).reading;
      return located(facts, at, value, { quality: worsen(quality, 'good', 'possible-repeat') });
    };
    const drain = factsOf('drain-1', 'level');
    const stage = createFuse();
    stage.run(batch(released(located(rain1, NOON + 1, 1)), released(located(drain, NOON + 1, 1))));
    const again = batch(released(marked(rain1, 9, NOON + 2)), released(marked(drain, 2, NOON + 2)), watermark(1));
    const { states } = stage.run(again);
    const inCell = states.filter(({ zoneId }) => zoneId === 'c1').map(({ property, value }) => [property, value]);
    expect(new Map(inCell as [string, number][])).toEqual(
      new Map([
        ['rain.depth', 1],
        ['drain.level', 2],
      ]),
    );
  });
});
