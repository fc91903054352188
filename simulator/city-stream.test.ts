import { describe, expect, test } from 'vitest';
import { WATERLOGGING_LABELS } from '../analytics/scenarios/waterlogging/labels.ts';
import { type CityStream, createCityStream } from './city-stream.ts';
import { demoCity } from './demo-city.ts';
import { FAULT_KINDS } from './faults/fault.ts';
import type { IncidentLabel, Label } from './labels/label.ts';

const LOOK_ALIKES = [
  'burst-hydrant',
  'street-washing',
  'storm-drains-cope',
  'traffic-jam',
  'lying-gauge-spike',
  'lying-gauge-stuck-high',
  'lying-gauge-fouled',
  'lying-gauge-chatter',
];

const START = Date.UTC(2026, 5, 1);
const BLOCK_SECONDS = 12 * 3600;

interface LiveOptions {
  readonly devices: number;
  readonly stepSeconds: number;
  readonly faults: boolean;
  readonly firstStormAfterSeconds: number;
}

/** All output of an interval of city time, and the true depths of water by zone and minute. */
function live(
  seed: number,
  seconds: number,
  { devices = 60, stepSeconds = 60, faults = true, ...more }: Partial<LiveOptions> = {},
) {
  const depths: { zoneId: string; at: number; depthCm: number }[] = [];
  const stream: CityStream = createCityStream({
    city: demoCity({ seed, devices }),
    seed,
    startAt: START,
    faults,
    labels: [{ scenarioId: 'waterlogging', labels: WATERLOGGING_LABELS }],
    ...more,
    onTruth: ({ at, sites }) => {
      for (const [zoneId, { depthCm }] of sites) depths.push({ zoneId, at, depthCm });
    },
  });
  const messages: string[] = [];
  const labels: Label[] = [];
  const counts: Record<string, number> = {};
  const take = (output: ReturnType<CityStream['advance']>) => {
    for (const { deviceId, payload } of output.publications) messages.push(`${deviceId} ${Buffer.from(payload)}`);
    labels.push(...output.labels);
    for (const [kind, count] of Object.entries(output.faults)) counts[kind] = (counts[kind] ?? 0) + count;
  };
  for (let passed = 0; passed < seconds; passed += stepSeconds) take(stream.advance(stepSeconds));
  take(stream.close());
  return { messages, labels, counts, depths, incidents: labels.filter((label) => label.type === 'incident') };
}

const peakIn = (depths: ReturnType<typeof live>['depths'], { zoneId, startAt, endAt }: IncidentLabel) =>
  Math.max(
    ...depths
      .filter((each) => each.zoneId === zoneId && each.at >= startAt && each.at <= endAt)
      .map((each) => each.depthCm),
  );

describe('a simulated city', () => {
  test('the demo begins two real minutes before a storm that floods, and the same seed gives the same demo', () => {
    const rain: [number, number][] = [];
    const demo = () => live(7, 5400, { devices: 120, firstStormAfterSeconds: 1_200, stepSeconds: 10 });
    const once = demo();
    const stream = createCityStream({
      city: demoCity({ seed: 7, devices: 120 }),
      seed: 7,
      startAt: START,
      faults: true,
      labels: [],
      firstStormAfterSeconds: 1_200,
      onTruth: ({ at, sites }) => {
        rain.push([at, Math.max(...[...sites.values()].map(({ rainMmPerHour }) => rainMmPerHour))]);
      },
    });
    stream.advance(3_600);
    const rainsAfterMinutes = ((rain.find(([, mmPerHour]) => mmPerHour > 0)?.[0] ?? Number.NaN) - START) / 60_000;
    // At ten city seconds a second. It begins to rain a minute or two after the start of a storm.
    expect(rainsAfterMinutes).toBeGreaterThanOrEqual(20);
    expect(rainsAfterMinutes).toBeLessThan(23);
    const flood = once.incidents.find(({ kind }) => kind === 'real');
    const floodsAfterMinutes = ((flood?.startAt ?? Number.NaN) - START) / 60_000;
    expect(floodsAfterMinutes).toBeGreaterThan(20);
    expect(floodsAfterMinutes).toBeLessThan(60);
    expect(demo()).toEqual(once);
  });

  test('the same seed gives the same messages and labels, however the time is cut into intervals', () => {
    const minutes = live(7, 4 * 3600, { stepSeconds: 60 });
    expect(live(7, 4 * 3600, { stepSeconds: 10 })).toEqual(minutes);
    expect(live(8, 4 * 3600).messages).not.toEqual(minutes.messages);
  });

  test('a device publishes the same in a larger city', () => {
    const one = (devices: number) => live(7, 3600, { devices }).messages.filter((line) => line.startsWith('rain-'));
    expect(one(120)).toEqual(expect.arrayContaining(one(30)));
  });

  describe.each([1, 2, 3])('over twelve hours with seed %i', (seed) => {
    const city = live(seed, BLOCK_SECONDS);
    const real = city.incidents.filter((label) => label.kind === 'real');
    const alike = city.incidents.filter((label) => label.kind !== 'real');

    test('real waterlogging is labelled where the true depth reaches the limit, and only there', () => {
      expect(real.length).toBeGreaterThanOrEqual(2);
      const wet = city.depths.filter((each) => each.depthCm >= WATERLOGGING_LABELS.least);
      for (const label of real) {
        const within = wet.filter(
          (each) => each.zoneId === label.zoneId && each.at >= label.startAt && each.at <= label.endAt,
        );
        // One step of the world is 10 s: none is missing.
        expect(within).toHaveLength((label.endAt - label.startAt) / 10_000 + 1);
        expect(label.endAt - label.startAt).toBeGreaterThanOrEqual(WATERLOGGING_LABELS.leastMinutes * 60_000);
        expect(label.peak).toBeCloseTo(peakIn(city.depths, label), 0);
      }
      const unlabelled = wet.filter(
        ({ zoneId, at }) => !real.some((label) => label.zoneId === zoneId && at >= label.startAt && at <= label.endAt),
      );
      expect(unlabelled).toEqual([]);
    });

    test('there are at least two kinds of look-alikes, and in none of them is the water that deep', () => {
      const kinds = new Set(alike.map((label) => label.kind));
      for (const what of LOOK_ALIKES) expect([...kinds]).toContain(`look-alike:${what}`);
      for (const label of alike) expect(peakIn(city.depths, label)).toBeLessThan(WATERLOGGING_LABELS.least);
    });

    test('a faulty gauge is named in the label of its incident and as a fault', () => {
      const faults = city.labels.filter((label) => label.type === 'fault');
      for (const label of alike.filter(({ kind }) => kind.includes('lying'))) {
        expect(label.lyingDevices.length).toBeGreaterThan(0);
        for (const faulty of label.lyingDevices) {
          expect(
            faults.some((fault) => fault.deviceId === faulty && fault.from < label.endAt && fault.to > label.startAt),
          ).toBe(true);
        }
      }
    });

    test('the ids of incidents are unique', () => {
      expect(new Set(city.incidents.map((label) => label.incidentId)).size).toBe(city.incidents.length);
    });
  });

  test('without faults no device is faulty, and messages are numbered without gaps', () => {
    const city = live(4, 6 * 3600, { faults: false });
    expect(city.labels.filter((label) => label.type === 'fault')).toEqual([]);
    expect(city.counts).toEqual({});
    expect(city.incidents.flatMap((label) => label.lyingDevices)).toEqual([]);
    const depth = city.messages.filter((line) => line.startsWith('depth-u1-1 '));
    expect(depth.map((line) => JSON.parse(line.slice(line.indexOf('{'))).seq)).toEqual(
      depth.map((_, index) => index + 1),
    );
  });

  test('every kind of fault occurs in a larger city, and sequence numbers show the lost messages', () => {
    const city = live(5, BLOCK_SECONDS, { devices: 200 });
    expect(Object.keys(city.counts).sort()).toEqual([...FAULT_KINDS].sort());
    const lost = city.labels.find((label) => label.type === 'fault' && label.fault === 'dropout');
    expect(lost).toBeDefined();
  });
});
