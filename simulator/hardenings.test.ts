import { describe, expect, test } from 'vitest';
import { WATERLOGGING_LABELS } from '../analytics/scenarios/waterlogging/labels.ts';
import { createCityStream } from './city-stream.ts';
import { demoCity } from './demo-city.ts';
import { HARDENINGS, type Hardening, type HardeningName } from './hardenings.ts';
import { DUST_LABELS } from './labels/dust-labels.ts';
import { HEAT_TRANSFORMER_LABELS } from './labels/heat-transformer-labels.ts';
import type { Label } from './labels/label.ts';

const START = Date.UTC(2026, 6, 1);
const MINUTE = 60_000;
const LABELS = [
  { scenarioId: 'waterlogging', labels: WATERLOGGING_LABELS },
  { scenarioId: 'heat-transformer', labels: HEAT_TRANSFORMER_LABELS },
  { scenarioId: 'dust', labels: DUST_LABELS },
];

/** A message as a device sent it, and when. */
interface Sent {
  readonly deviceId: string;
  readonly at: number;
  readonly text: string;
  readonly ts: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Hours of a hardened city; the messages of each minute with the minute's end. */
function live(name: HardeningName, hours = 3, faults = true) {
  const { city: cityOptions, stream: streamOptions }: Hardening = HARDENINGS[name];
  const city = demoCity({ seed: 3, devices: 120, ...cityOptions });
  const stream = createCityStream({ city, seed: 3, startAt: START, faults, labels: LABELS, ...streamOptions });
  const sent: Sent[] = [];
  const labels: Label[] = [];
  const take = ({ at, publications, labels: more }: ReturnType<typeof stream.advance>) => {
    labels.push(...more);
    for (const { deviceId, payload } of publications) {
      const text = Buffer.from(payload).toString();
      sent.push({ deviceId, at, text, ...JSON.parse(text) });
    }
  };
  for (let minute = 0; minute < hours * 60; minute += 1) take(stream.advance(60));
  const endedAt = START + hours * 60 * MINUTE;
  take(stream.close());
  const incidents = labels.filter((label) => label.type === 'incident');
  const real = incidents.filter(({ kind }) => kind === 'real');
  const faultLabels = labels.filter((label) => label.type === 'fault');
  return {
    city,
    sent,
    endedAt,
    labels,
    incidents,
    faultLabels,
    real,
    floods: real.filter(({ scenarioId }) => scenarioId === 'waterlogging'),
  };
}

/** What remains of a label without the names of devices that lied. */
const truthOf = (real: ReturnType<typeof live>['real']) => real.map(({ lyingDevices, ...truth }) => truth);
const depthsIn = ({ sent }: ReturnType<typeof live>, zoneId: string, from: number, until: number) =>
  sent
    .filter(({ deviceId, ts }) => deviceId.startsWith(`depth-${zoneId}-`) && ts >= from && ts <= until)
    .map(({ deviceId, values }) => ({ deviceId, depth: Number(values['depth']) }));

describe('hardenings', () => {
  const plain = live('plain');

  test('what is real does not depend on faults, gauges or delays', () => {
    expect(plain.floods.length).toBeGreaterThanOrEqual(2);
    for (const name of ['all-stuck', 'late-20-min', 'biased-30', 'two-of-three-stuck', 'dead-area'] as const) {
      expect(truthOf(live(name).real)).toEqual(truthOf(plain.real));
    }
    expect(truthOf(live('plain', 3, false).real)).toEqual(truthOf(plain.real));
  });

  test.each(Object.keys(HARDENINGS) as HardeningName[])('%s: the same seed gives the same bytes', (name) => {
    const bytes = () => {
      const { sent, labels } = live(name, 1);
      return [sent.map(({ deviceId, text }) => `${deviceId} ${text}`), labels];
    };
    expect(bytes()).toEqual(bytes());
  });

  test('all-stuck: the gauges of a flooded place say 0, while its drain or its rain speaks', () => {
    const stuck = live('all-stuck');
    for (const { zoneId, startAt, endAt } of stuck.floods) {
      const depths = depthsIn(stuck, zoneId, startAt, endAt);
      expect(depths.length).toBeGreaterThan(10);
      expect(depths.every(({ depth }) => depth === 0)).toBe(true);
    }
  });

  test('two-of-three-stuck: one of the three gauges sees the flood', () => {
    const stuck = live('two-of-three-stuck');
    for (const { zoneId, startAt, endAt } of stuck.floods) {
      const depths = depthsIn(stuck, zoneId, startAt, endAt);
      const seeing = new Set(depths.filter(({ depth }) => depth > 10).map(({ deviceId }) => deviceId));
      expect([...seeing]).toEqual([`depth-${zoneId}-3`]);
    }
  });

  test('one-gauge: one depth gauge a place', () => {
    const { city } = live('one-gauge', 0.1);
    const gauges = city.devices.filter(({ model, zoneId }) => model === 'road-flood-depth' && zoneId !== null);
    expect(gauges).toHaveLength(8);
  });

  test('late-20-min: every message comes twenty minutes after its time, and none is lost', () => {
    const late = live('late-20-min');
    const lags = late.sent.filter(({ at }) => at < late.endedAt).map(({ at, ts }) => (at - ts) / MINUTE);
    const usual = lags.filter((lag) => lag >= 20 && lag < 21.1);
    expect(usual.length / lags.length).toBeGreaterThan(0.97);
    expect(late.sent).toHaveLength(plain.sent.length);
  });

  test('biased-30: about three of ten devices are off for the whole run', () => {
    const biased = live('biased-30', 0.5);
    const off = biased.faultLabels.filter(({ fault, from }) => /bias|scale/.test(fault) && from === START);
    const devices = new Set(off.map(({ deviceId }) => deviceId));
    expect(devices.size).toBeGreaterThan(20);
    expect(devices.size).toBeLessThan(50);
  });

  test('dead-area: in a storm all devices of one cell with an underpass are silent', () => {
    const dead = live('dead-area');
    const silent = dead.faultLabels.filter(({ fault, from, to }) => fault === 'dropout' && to - from === 45 * MINUTE);
    const [first] = silent;
    if (!first) throw new Error('no area is dead');
    const ids = silent.filter(({ from }) => from === first.from).map(({ deviceId }) => deviceId);
    expect(ids.some((id) => id.startsWith('depth-u'))).toBe(true);
    expect(ids.some((id) => id.startsWith('rain-c'))).toBe(true);
    const during = dead.sent.filter(({ deviceId, ts }) => ids.includes(deviceId) && ts >= first.from && ts < first.to);
    expect(during).toEqual([]);
  });

  test('look-alikes: more of them beside the storm', () => {
    const besides = ({ incidents }: ReturnType<typeof live>) =>
      incidents.filter(({ scenarioId, kind }) => scenarioId === 'waterlogging' && /jam|hydrant|washing/.test(kind))
        .length;
    expect(besides(live('look-alikes', 8))).toBeGreaterThan(besides(live('plain', 8)));
  });
});

describe('labels of a day', () => {
  const day = live('plain', 24);
  const of = (scenarioId: string) => day.real.filter((label) => label.scenarioId === scenarioId);

  test('a flood says when the water passed each level', () => {
    for (const { passed, startAt, endAt, peak } of of('waterlogging')) {
      expect(passed.find(({ level }) => level === 15)).toEqual({ level: 15, from: startAt, until: endAt });
      const reached = passed.filter(({ level }) => level <= peak);
      expect(reached.map(({ level }) => level)).toEqual(WATERLOGGING_LABELS.levels.filter((level) => level <= peak));
      const times = passed.map(({ from }) => from);
      expect(times).toEqual([...times].sort((one, other) => one - other));
    }
  });

  test('dust names the site that it came from, where earth was moved', () => {
    expect(of('dust').length).toBeGreaterThan(0);
    for (const { source, zoneId, subjectId, cause } of of('dust')) {
      expect(subjectId).toBeNull();
      expect(day.city.dustSites.map(({ id }) => id)).toContain(source);
      expect(day.city.dustSites.find(({ id }) => id === source)?.cellId).toBe(zoneId);
      expect(cause).toBe('earthworks upwind');
    }
  });

  test('an overheated transformer is named, and a load that is borne is a look-alike', () => {
    const hot = of('heat-transformer');
    expect(hot.length).toBeGreaterThan(0);
    for (const { subjectId, peak } of hot) {
      expect(day.city.devices.find(({ id }) => id === subjectId)?.model).toBe('transformer-monitor');
      expect(peak).toBeGreaterThanOrEqual(120);
    }
    const borne = day.incidents.filter(({ kind, peak }) => kind === 'look-alike:overload' && peak < 120);
    expect(borne.length).toBeGreaterThan(0);
  });
});
