import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderedBatch } from './batch.ts';
import { expectStage } from './marbles.ts';
import { createOrder } from './order.ts';
import { NOON, sampleRegistry, tick } from './sample-city.ts';
import { type Arrival, arrivals, factsOf, located } from './sample-located-readings.ts';

const rain1 = factsOf('rain-1', 'rain');
const rain2 = factsOf('rain-2', 'rain');
const depth1 = factsOf('depth-1', 'depth');
const SECOND = 1000;
const MINUTE = 60_000;

/** The events, one line each; times in seconds from noon. */
function summarise({ events }: OrderedBatch): string[] {
  const seconds = (at: number) => (at - NOON) / SECOND;
  return events.map((event) => {
    if (event.type === 'released' || event.type === 'late') {
      const { deviceId, observedAt } = event.located.reading;
      return `${event.type} ${deviceId}@${seconds(observedAt)}`;
    }
    if (event.type === 'arrival') return `arrival ${event.reading.deviceId}@${seconds(event.reading.observedAt)}`;
    if (event.type === 'watermark') return `watermark ${[seconds(event.at), ...(event.zoneIds ?? [])].join(' ')}`;
    if (event.type === 'gap') return `gap ${seconds(event.since)} to ${seconds(event.until)}`;
    return event.type;
  });
}
const order = (...list: Arrival[]) => summarise(createOrder(sampleRegistry().view).run(arrivals(...list)));
const at = (seconds: number) => NOON + seconds * SECOND;
const message = (receivedSeconds: number, ...observed: [typeof rain1, number][]): Arrival => ({
  receivedAt: at(receivedSeconds),
  located: observed.map(([facts, seconds]) => located(facts, at(seconds), 1)),
});

/** Readings of a gauge with a slow clock, once a minute at second `phase`, and of a punctual one, twice a minute. */
function twelveMinutes(slowSeconds: number, phase: number): readonly Arrival[] {
  const minutes = Array.from({ length: 12 }, (_, minute) => minute * 60);
  const sent = minutes.flatMap((second) => [
    message(second + phase, [rain1, second + phase - slowSeconds]),
    message(second + 1, [depth1, second]),
    message(second + 31, [depth1, second + 30]),
  ]);
  const ticks = Array.from({ length: 720 }, (_, second) => ({ ...tick(at(second)), second }));
  return [...ticks, ...sent].sort((a, b) => a.receivedAt - b.receivedAt);
}

describe('order', () => {
  it('emits readings at arrival, and again in event time when the watermark has passed them', () => {
    expectStage(
      createOrder(sampleRegistry().view),
      { a: arrivals(tick(at(0)), message(2, [rain2, 2]), message(3, [rain1, 1])), b: arrivals(tick(at(71))) },
      summarise,
      {
        a: ['arrival rain-2@2', 'arrival rain-1@1'],
        b: ['watermark 0', 'released rain-1@1', 'released rain-2@2', 'watermark 60'],
      },
    );
  });

  it('sorts readings of one instant by device', () => {
    const events = order(tick(at(1)), message(3, [rain2, 3], [rain1, 3]), tick(at(300)));
    expect(events.filter((event) => event.startsWith('released'))).toEqual(['released rain-1@3', 'released rain-2@3']);
  });

  it('waits for a device whose next reading is due, but at most a minute', () => {
    const first = [tick(at(-30)), message(1, [rain1, 0])];
    const passed = 'watermark 60 c1 city east';
    expect(order(...first, tick(at(119)))).not.toContain(passed);
    expect(order(...first, tick(at(119)), tick(at(120)))).not.toContain(passed);
    expect(order(...first, tick(at(119)), tick(at(121)))).toContain(passed);
  });

  it('waits only in the zone of an overdue device and in its ancestors', () => {
    const events = order(tick(at(-30)), message(1, [rain1, 0]), message(61, [depth1, 60], [rain2, 60]), tick(at(119)));
    expect(events.slice(3)).toEqual([
      'arrival depth-1@60',
      'arrival rain-2@60',
      'released depth-1@60',
      'watermark 60 c2',
    ]);
  });

  it('has a watermark of its own for devices without a zone', () => {
    const stray = { ...rain2, zoneId: null, zonePath: [] };
    const events = order(
      tick(at(-30)),
      message(1, [rain1, 0], [stray, 0]),
      message(61, [rain1, 60]),
      message(100, [stray, 60]),
    );
    expect(events).toContain('watermark 60');
    expect(events.at(-1)).toBe('arrival rain-2@60');
  });

  it.each([60, 90, 119].flatMap((slow) => [1, 16, 31, 46].map((phase) => [slow, phase] as const)))(
    'no longer waits for a device whose clock is known to be %i s slow, sending at second %i',
    (slow, phase) => {
      const all = twelveMinutes(slow, phase);
      const events = createOrder(sampleRegistry().view)
        .run(arrivals(...all))
        .events.filter(({ type }) => type === 'watermark');
      const lag = (of: (typeof events)[number]) => of.type === 'watermark' && (of.receivedAt - of.at) / SECOND;
      const ofOther = events.filter((event) => event.type === 'watermark' && (event.zoneIds ?? ['c2']).includes('c2'));
      expect(ofOther.map(lag)).toEqual(ofOther.map(() => 10));
      const ofCity = events.filter(
        (event) => event.type === 'watermark' && (event.zoneIds ?? ['city']).includes('city'),
      );
      expect(ofCity.slice(-6).map(lag)).toEqual([10, 10, 10, 10, 10, 10]);
    },
  );

  it('keeps in its checkpoint which devices are late, at any second', () => {
    const all = twelveMinutes(60, 16);
    const whole = summarise(createOrder(sampleRegistry().view).run(arrivals(...all)));
    fc.assert(
      fc.property(fc.nat(all.length), (cut) => {
        const [before, after] = [createOrder(sampleRegistry().view), createOrder(sampleRegistry().view)];
        const first = summarise(before.run(arrivals(...all.slice(0, cut))));
        after.restore(JSON.parse(JSON.stringify(before.snapshot())));
        expect([...first, ...summarise(after.run(arrivals(...all.slice(cut))))]).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('can be restored from a checkpoint of version 0.1.0, which had one watermark for all zones', () => {
    const stage = createOrder(sampleRegistry().view);
    const earlier = {
      cityTime: at(71),
      second: at(71) / SECOND,
      watermark: { at: at(59.999), holds: [['rain-1', at(0), MINUTE]] },
      waiting: [located(rain2, at(59.5), 1), located(rain2, at(60), 1)],
    };
    stage.restore(JSON.parse(JSON.stringify(earlier)));
    expect(summarise(stage.run(arrivals(tick(at(72)))))).toEqual(['released rain-2@59.5', 'watermark 60 c2']);
    expect(summarise(stage.run(arrivals(message(73, [rain1, 60]))))).toEqual(['arrival rain-1@60']);
    expect(summarise(stage.run(arrivals(tick(at(74)))))).toEqual([
      'released rain-1@60',
      'released rain-2@60',
      'watermark 60 c1 city east',
    ]);
  });

  it('marks readings behind the watermark as late, and only stores those more than an hour late', () => {
    const messages = [message(100, [rain1, 95]), message(101, [rain2, -3509], [rain1, -3700])];
    const batch = createOrder(sampleRegistry().view).run(arrivals(tick(at(0)), ...messages));
    expect(summarise(batch).slice(2)).toEqual(['arrival rain-1@95', 'arrival rain-2@-3509', 'late rain-2@-3509']);
    expect(batch.readings.map(({ quality }) => [quality.level, ...quality.reasons].join(' '))).toEqual([
      'good',
      'good late',
      'suspect late',
    ]);
    expect(batch.steps.at(-1)?.tally).toMatchObject({ acceptedOnTime: 0, acceptedLate: 2 });
  });

  it('skips a gap: event time continues at the end of the gap', () => {
    const gap = { kind: 'gap', since: at(30), receivedAt: at(7200), wallAt: 0 } as const;
    const events = order(tick(at(0)), message(20, [rain1, 15]), gap, tick(at(7221)));
    expect(events).toEqual([
      'watermark 0',
      'arrival rain-1@15',
      'released rain-1@15',
      'gap 30 to 7200',
      'watermark 7200',
    ]);
  });

  it('emits at most a day of grid points when a driven clock jumps', () => {
    const events = order(tick(at(0)), tick(at(0) + 30 * 24 * 60 * MINUTE));
    expect(events).toHaveLength(1440);
    expect(events.at(-1)).toBe(`watermark ${30 * 24 * 3600 - 60}`);
  });

  it('never moves city time backward', () => {
    expect(createOrder(sampleRegistry().view).run(arrivals(tick(at(9)), tick(at(3)))).cityTime).toBe(at(9));
  });
});
