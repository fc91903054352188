import { expect, test } from 'vitest';
import type { Device, DeviceModel } from '../../model/device.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { cityStatus } from './city-status.ts';

const channel = (expectedIntervalSeconds: number) => ({
  channel: `every-${expectedIntervalSeconds}`,
  property: 'rain.depth' as const,
  unit: 'mm',
  range: [0, 50] as const,
  expectedIntervalSeconds,
  accuracy: 0.2,
});
const model = (id: string, ...intervals: number[]): DeviceModel => ({
  id,
  title: { en: id, zh: id },
  dialect: 'citynerve-json',
  channels: intervals.map(channel),
});
const device = (id: string, modelId: string): Device => ({
  id,
  model: modelId,
  dialect: 'citynerve-json',
  department: 'water',
  provider: 'acme',
  latitude: 0,
  longitude: 0,
  zoneId: null,
  attributes: {},
});

/** The status of a city whose devices, one of each model, have been silent for so many seconds. */
function statusOf(
  silences: Readonly<Record<string, { readonly model: DeviceModel; readonly seconds: number | null }>>,
) {
  const registry: RegistryView = {
    city: null,
    zones: new Map(),
    models: new Map(Object.values(silences).map((each) => [each.model.id, each.model])),
    devices: new Map(Object.entries(silences).map(([id, each]) => [id, device(id, each.model.id)])),
    packs: new Map(),
    channel: () => undefined,
    zoneOf: () => null,
  };
  const silenceMillis = (id: string) => {
    const seconds = silences[id]?.seconds ?? null;
    return seconds === null ? null : seconds * 1000;
  };
  const on = { zoneId: null, deviceId: null, isOn: true, offBy: null, user: null, sinceOffset: null } as const;
  const extensions = () => [
    { ...on, kind: 'dialect' as const, id: 'morse', lastError: 'threw: x is null (offset 41)', failures: 2 },
    {
      ...on,
      kind: 'scenario' as const,
      id: 'waterlogging',
      zoneId: 'underpass',
      isOn: false,
      lastError: 'depth is undefined',
      failures: 1,
      offBy: 'failure' as const,
      sinceOffset: 41,
    },
  ];
  return cityStatus({
    cityTime: 1_000,
    now: 3_000,
    gateway: { isConnected: true },
    lag: { records: 40, ageSeconds: 12, durableOffset: 100, foldedOffset: 60 },
    sinks: {
      feeds: {
        statuses: () => [
          { name: 'series', nextOffset: 60, waiting: 7, trouble: 'takes no rows' },
          { name: 'documents', nextOffset: 100, waiting: 0, trouble: null },
          { name: 'mqtt', nextOffset: 100, waiting: 0, trouble: null },
          { name: 'webhook:duty', nextOffset: 98, waiting: 1, trouble: null },
          { name: 'email:duty', nextOffset: null, waiting: 0, trouble: null },
        ],
      },
      deliveries: [
        { status: () => ({ name: 'mqtt', nextOffset: 40, waiting: 0, trouble: null }) },
        { status: () => ({ name: 'webhook:duty', nextOffset: 50, waiting: 3, trouble: 'answers 503' }) },
      ],
    },
    build: null,
    backlog: { secondsFrom: (offset) => (offset < 60 ? null : 12) },
    fold: {
      registry: { view: registry },
      pipeline: { clockHold: () => null, lastSeen: { wallAt: 2_000, silenceMillis, receivedAt: () => null } },
      analytics: { notWatched: () => [{ scenarioId: 'waterlogging', zoneId: 'underpass' }] },
      extensions,
    },
  });
}

test('a device is silent after three of its shortest intervals, and never before 180 s', () => {
  const quick = model('quick', 10, 600);
  const slow = model('slow', 300);
  const devices = (seconds: number, of: DeviceModel) => statusOf({ one: { model: of, seconds } }).devices.silent;
  expect([devices(180, quick), devices(181, quick)]).toEqual([0, 1]);
  expect([devices(900, slow), devices(901, slow)]).toEqual([0, 1]);
  expect([devices(180, model('bare')), devices(181, model('bare'))]).toEqual([0, 1]);
});

test('a device without any reading is not counted as silent', () => {
  const slow = model('slow', 300);
  const { devices } = statusOf({ a: { model: slow, seconds: null }, b: { model: slow, seconds: 1_000 } });
  expect(devices).toEqual({ known: 2, silent: 1, never: 1 });
});

test('each sink has its lag, a destination that of its oldest effect not delivered; an unknown age is null', () => {
  expect(statusOf({}).sinks).toEqual([
    { name: 'series', nextOffset: 60, behindRecords: 40, behindSeconds: 12, waiting: 7, trouble: 'takes no rows' },
    { name: 'documents', nextOffset: 100, behindRecords: 0, behindSeconds: 0, waiting: 0, trouble: null },
    { name: 'mqtt', nextOffset: 100, behindRecords: 0, behindSeconds: 0, waiting: 0, trouble: null },
    {
      name: 'webhook:duty',
      nextOffset: 50,
      behindRecords: 50,
      behindSeconds: null,
      waiting: 4,
      trouble: 'answers 503',
    },
    { name: 'email:duty', nextOffset: null, behindRecords: null, behindSeconds: null, waiting: 0, trouble: null },
  ]);
});

test('a scenario that failed in a zone is off there and the zone is not watched; a dialect that threw stays on', () => {
  const { extensions, notWatched } = statusOf({});
  expect(extensions).toEqual([
    {
      kind: 'dialect',
      id: 'morse',
      zoneId: null,
      isOn: true,
      lastError: 'threw: x is null (offset 41)',
      failures: 2,
      offBy: null,
      user: null,
    },
    {
      kind: 'scenario',
      id: 'waterlogging',
      zoneId: 'underpass',
      isOn: false,
      lastError: 'depth is undefined',
      failures: 1,
      offBy: 'failure',
      user: null,
    },
  ]);
  expect(notWatched).toEqual([{ scenarioId: 'waterlogging', zoneId: 'underpass' }]);
});
