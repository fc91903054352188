import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderedEvent } from './batch.ts';
import { createOrder } from './order.ts';
import { NOON, sampleRegistry, tick } from './sample-city.ts';
import { type Arrival, arrivals, factsOf, located } from './sample-located-readings.ts';

const SECOND = 1000;
const MINUTES = 9;
/** Three devices in c1 and one in c2; `east` and `city` contain both. */
const rains = ['rain-1', 'rain-2', 'rain-3'].map((id) => factsOf(id, 'rain'));
const depth = factsOf('depth-1', 'depth');
const devices = [...rains, depth];
const parents: Readonly<Record<string, readonly string[]>> = { c1: ['c1', 'east', 'city'], c2: ['c2', 'east', 'city'] };

/** Delay of each reading of each device in milliseconds; one reading a minute, two for the depth gauge. */
type Delays = readonly (readonly number[])[];
const delaysUpTo = (millis: number): fc.Arbitrary<Delays> =>
  fc.tuple(...devices.map(() => fc.array(fc.nat(millis), { minLength: 2 * MINUTES, maxLength: 2 * MINUTES })));

function fold(delays: Delays): readonly OrderedEvent[] {
  const messages = devices.flatMap((facts, i) =>
    (delays[i] ?? []).map((delay, count): Arrival & { receivedAt: number } => {
      const observedAt = NOON + (count * facts.deviceIntervalSeconds + i) * SECOND;
      const receivedAt = observedAt + delay;
      return { receivedAt, located: [located(facts, observedAt, count, { receivedAt })] };
    }),
  );
  const ticks = Array.from({ length: (2 * MINUTES + 5) * 60 }, (_, second) => tick(NOON + second * SECOND));
  const inOrder = [...messages, ...ticks].sort((a, b) => a.receivedAt - b.receivedAt);
  return createOrder(sampleRegistry().view).run(arrivals(...inOrder)).events;
}

/** The events in event time, one line each; of one zone, or of all. */
function eventTime(events: readonly OrderedEvent[], zoneId?: string): string[] {
  return events.flatMap((event) => {
    if (event.type === 'released' || event.type === 'late') {
      const { deviceId, observedAt, zoneId: own } = event.located.reading;
      return zoneId === undefined || own === zoneId ? [`${event.type} ${deviceId} ${observedAt}`] : [];
    }
    if (event.type !== 'watermark') return [];
    const { at, zoneIds } = event;
    if (zoneId === undefined) return [`watermark ${at} ${zoneIds?.join() ?? 'all'}`];
    return (zoneIds ?? [zoneId]).includes(zoneId) ? [`watermark ${at}`] : [];
  });
}

describe('the order stage, with any delays', () => {
  it('is independent of the order of arrival while no reading is late', () => {
    fc.assert(
      fc.property(delaysUpTo(9000), delaysUpTo(9000), (some, others) => {
        expect(eventTime(fold(some))).toEqual(eventTime(fold(others)));
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('is not affected in one zone by the delays in another', () => {
    fc.assert(
      fc.property(delaysUpTo(150_000), delaysUpTo(150_000), (some, others) => {
        const inOthers = [...others.slice(0, rains.length), some[rains.length] ?? []];
        expect(eventTime(fold(inOthers), 'c2')).toEqual(eventTime(fold(some), 'c2'));
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('passes each grid point once per zone, ancestors last, within 61 s, and releases nothing behind it', () => {
    fc.assert(
      fc.property(delaysUpTo(150_000), (delays) => {
        const reached = new Map(
          Object.keys(parents)
            .concat('east', 'city')
            .map((id) => [id, NOON - 60 * SECOND]),
        );
        for (const event of fold(delays)) {
          if (event.type === 'released') {
            const { observedAt, zoneId } = event.located.reading;
            for (const id of parents[zoneId ?? ''] ?? []) expect(observedAt).toBeGreaterThan(reached.get(id) ?? 0);
          }
          if (event.type !== 'watermark') continue;
          expect(event.receivedAt - event.at).toBeLessThanOrEqual(62 * SECOND);
          for (const id of event.zoneIds ?? reached.keys()) {
            expect(event.at - (reached.get(id) ?? 0)).toBe(60 * SECOND);
            reached.set(id, event.at);
          }
          expect(reached.get('city')).toBeLessThanOrEqual(Math.min(reached.get('c1') ?? 0, reached.get('c2') ?? 0));
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
