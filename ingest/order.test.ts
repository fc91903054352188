import { describe, expect, it } from 'vitest';
import type { OrderedBatch } from './batch.ts';
import { expectStage } from './marbles.ts';
import { createOrder } from './order.ts';
import { NOON, sampleRegistry, tick } from './sample-city.ts';
import { type Arrival, arrivals, factsOf, located } from './sample-located-readings.ts';

const rain1 = factsOf('rain-1', 'rain');
const rain2 = factsOf('rain-2', 'rain');
const SECOND = 1000;
const MINUTE = 60_000;

/** Events in one line each; times in seconds from noon. */
function tell({ events }: OrderedBatch): string[] {
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
const order = (...list: Arrival[]) => tell(createOrder(sampleRegistry().view).run(arrivals(...list)));
const at = (seconds: number) => NOON + seconds * SECOND;
const said = (receivedSeconds: number, ...observed: [typeof rain1, number][]): Arrival => ({
  receivedAt: at(receivedSeconds),
  located: observed.map(([facts, seconds]) => located(facts, at(seconds), 1)),
});

describe('order', () => {
  it('lets readings out at once, and again in event time when the watermark has passed them', () => {
    expectStage(
      createOrder(sampleRegistry().view),
      { a: arrivals(tick(at(0)), said(2, [rain2, 2]), said(3, [rain1, 1])), b: arrivals(tick(at(71))) },
      tell,
      {
        a: ['arrival rain-2@2', 'arrival rain-1@1'],
        b: ['watermark 0', 'released rain-1@1', 'released rain-2@2', 'watermark 60'],
      },
    );
  });

  it('sorts readings of one instant by device', () => {
    const events = order(tick(at(1)), said(3, [rain2, 3], [rain1, 3]), tick(at(300)));
    expect(events.filter((event) => event.startsWith('released'))).toEqual(['released rain-1@3', 'released rain-2@3']);
  });

  it('waits for a device whose next reading is due, and for an overdue one no longer than a minute', () => {
    const first = [tick(at(-30)), said(1, [rain1, 0])];
    expect(order(...first, tick(at(119)))).not.toContain('watermark 60');
    expect(order(...first, tick(at(120)))).not.toContain('watermark 60');
    expect(order(...first, tick(at(121)))).toContain('watermark 60');
  });

  it('marks what comes behind the watermark as late, and stores it without further effect beyond an hour', () => {
    const messages = [said(100, [rain1, 95]), said(101, [rain2, -3509], [rain1, -3700])];
    const batch = createOrder(sampleRegistry().view).run(arrivals(tick(at(0)), ...messages));
    expect(tell(batch).slice(2)).toEqual(['arrival rain-1@95', 'arrival rain-2@-3509', 'late rain-2@-3509']);
    expect(batch.readings.map(({ quality }) => [quality.level, ...quality.reasons].join(' '))).toEqual([
      'good',
      'good late',
      'suspect late',
    ]);
    expect(batch.steps.at(-1)?.tally).toMatchObject({ storedOnTime: 0, storedLate: 2 });
  });

  it('does not run across a gap: event time ends where it was and goes on where the city woke up', () => {
    const gap = { kind: 'gap', since: at(30), receivedAt: at(7200), wallAt: 0 } as const;
    const events = order(tick(at(0)), said(20, [rain1, 15]), gap, tick(at(7221)));
    expect(events).toEqual([
      'watermark 0',
      'arrival rain-1@15',
      'released rain-1@15',
      'gap 30 to 7200',
      'watermark 7200',
    ]);
  });

  it('visits at most a day of grid points when a driven clock leaps', () => {
    const events = order(tick(at(0)), tick(at(0) + 30 * 24 * 60 * MINUTE));
    expect(events).toHaveLength(1440);
    expect(events.at(-1)).toBe(`watermark ${30 * 24 * 3600 - 60}`);
  });

  it('never lets city time go back', () => {
    expect(createOrder(sampleRegistry().view).run(arrivals(tick(at(9)), tick(at(3)))).cityTime).toBe(at(9));
  });
});
