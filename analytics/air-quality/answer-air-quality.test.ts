import { describe, expect, test } from 'vitest';
import type { AirQualityQuery } from '../../model/air-quality.ts';
import type { Device, DeviceModel } from '../../model/device.ts';
import type { Property } from '../../model/property.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { DeviceMean, DeviceMeansQuery } from '../../model/series-store.ts';
import { STANDARDS } from '../standards/index.ts';
import { testRegistry } from '../test-city.ts';
import { answerAirQuality } from './answer-air-quality.ts';

const HOUR = 3_600_000;
const channel = (property: Property) => ({
  channel: property,
  property,
  unit: 'ug/m3',
  range: [0, 1000] as const,
  expectedIntervalSeconds: 60,
  accuracy: 1,
});
const station: DeviceModel = {
  id: 'station',
  title: { en: 'Station', zh: '站' },
  dialect: 'citynerve-json',
  channels: [channel('air.pm2_5'), channel('air.o3'), channel('rain.depth')],
};
const device = (id: string, zoneId: string): Device => ({
  id,
  model: 'station',
  dialect: 'citynerve-json',
  department: 'd',
  provider: 'p',
  latitude: 0,
  longitude: 0,
  zoneId,
  attributes: {},
});
const devices = [device('a', 'cell'), device('b', 'dry-cell')];
const registry: RegistryView = {
  ...testRegistry(),
  models: new Map([[station.id, station]]),
  devices: new Map(devices.map((each) => [each.id, each])),
  zoneOf: (id) => devices.find((each) => each.id === id)?.zoneId ?? null,
};

/** Runs a query over a store in which each device has `hourlyValue` in each hour; null: no value. */
function ask(
  query: Partial<AirQualityQuery>,
  {
    hourlyValue,
    now,
  }: { hourlyValue: (query: DeviceMeansQuery, at: number, deviceId: string) => number | null; now: number },
) {
  const asked: DeviceMeansQuery[] = [];
  const store = {
    deviceMeans: async (means: DeviceMeansQuery) => {
      asked.push(means);
      const found: DeviceMean[] = [];
      for (const at of means.bounds.slice(0, -1)) {
        for (const deviceId of means.deviceIds) {
          const mean = hourlyValue(means, at, deviceId);
          if (mean !== null) found.push({ at, deviceId, mean, count: 60, coveredMillis: HOUR });
        }
      }
      return found;
    },
  };
  const whole: AirQualityQuery = { place: { kind: 'zone', id: 'city' }, standard: 'cn', period: 'day', ...query };
  return answerAirQuality(whole, { registry, packs: STANDARDS, store, now }).then((answer) => ({ answer, asked }));
}

const itemsOf = async (...input: Parameters<typeof ask>) => {
  const { answer } = await ask(...input);
  if ('refused' in answer) throw new Error(answer.refused.detail);
  return answer.items;
};

test('each civil day of the city is evaluated with the edition in force on it', async () => {
  const now = Date.parse('2026-03-02T00:00:00Z');
  const items = await itemsOf({}, { now, hourlyValue: ({ property }) => (property === 'air.pm2_5' ? 60 : null) });
  expect(items.map(({ from, index, standard }) => [new Date(from).toISOString(), index, standard?.version])).toEqual([
    ['2026-02-23T16:00:00.000Z', 82, '2012.2'],
    ['2026-02-24T16:00:00.000Z', 82, '2012.2'],
    ['2026-02-25T16:00:00.000Z', 82, '2012.2'],
    ['2026-02-26T16:00:00.000Z', 82, '2012.2'],
    ['2026-02-27T16:00:00.000Z', 82, '2012.2'],
    ['2026-02-28T16:00:00.000Z', 100, '2026.2'],
    // The current day has only eight hours so far.
    ['2026-03-01T16:00:00.000Z', null, '2026.2'],
  ]);
  expect(items[5]).toMatchObject({ primary: ['air.pm2_5'], category: { level: 2, title: { zh: '良' } } });
  expect(items[5]?.gaps).toContainEqual({ property: 'air.o3', reason: 'too-few-values' });
  expect(items[5]?.gaps).toContainEqual({ property: 'air.co', reason: 'not-measured' });
});

test('a requested edition is used regardless of the date, and an unknown one is refused', async () => {
  const [from, until] = [Date.parse('2013-03-01T00:00:00Z'), Date.parse('2013-03-01T01:00:00Z')];
  const values = { now: Date.parse('2026-06-01T00:00:00Z'), hourlyValue: () => 60 };
  const [byDate] = await itemsOf({ from, until }, values);
  expect([byDate?.standard, byDate?.index, byDate?.gaps[0]?.reason]).toEqual([null, null, 'no-edition']);
  const [named] = await itemsOf({ from, until, edition: '2026.2' }, values);
  expect([named?.standard?.version, named?.index]).toEqual(['2026.2', 100]);
  expect((await ask({ from, until, edition: '1999' }, values)).answer).toEqual({
    refused: { field: 'edition', detail: 'cn-hj633-daily has no edition "1999"; known: 2012.2, 2026.2' },
  });
});

describe('what counts in an hour', () => {
  const now = Date.parse('2026-06-01T10:30:00Z');
  const hour = { period: 'hour', from: now - 2 * HOUR, until: now } as const;
  const pm = (values: Readonly<Record<string, number>>) => ({
    now,
    hourlyValue: ({ property }: DeviceMeansQuery, _at: number, deviceId: string) =>
      property === 'air.pm2_5' ? (values[deviceId] ?? null) : null,
  });

  test('the value of a zone is the mean of all devices in it, including those in contained zones', async () => {
    const indexAt = async (place: AirQualityQuery['place']) =>
      (await itemsOf({ ...hour, place }, pm({ a: 35, b: 85 })))[0];
    expect((await indexAt({ kind: 'zone', id: 'city' }))?.parts[0]).toMatchObject({ concentration: 60, index: 100 });
    expect((await indexAt({ kind: 'zone', id: 'cell' }))?.parts[0]).toMatchObject({ concentration: 35, index: 50 });
    const { asked } = await ask({ ...hour, place: { kind: 'device', id: 'b' } }, pm({ b: 85 }));
    expect(asked.map(({ deviceIds }) => deviceIds)).toEqual([['b'], ['b']]);
  });

  test('a clean hour whose mean lies below zero by the noise of the instrument has the index 0', async () => {
    for (const standard of ['cn', 'us-epa'] as const) {
      const [item] = await itemsOf({ ...hour, standard }, pm({ a: -1, b: -2 }));
      expect(item?.parts[0]).toMatchObject({ property: 'air.pm2_5', concentration: 0, index: 0 });
    }
  });

  test('an hour that is not over has no mean yet', async () => {
    const items = await itemsOf(hour, pm({ a: 35 }));
    expect(items.map(({ index }) => index)).toEqual([50, 50, null]);
  });

  test('US EPA: NowCast of particles, mixing ratios of gases, the higher of the two ozone tables', async () => {
    const [item] = await itemsOf(
      { ...hour, standard: 'us-epa' },
      { now, hourlyValue: ({ property }) => (property === 'air.o3' ? 318 : 20) },
    );
    const whole = { toCheck: false, isBeyondScale: false };
    expect(item?.parts).toEqual([
      { ...whole, property: 'air.pm2_5', averaging: 'nowcast', concentration: 20, unit: 'ug/m3', index: 71 },
      { ...whole, property: 'air.o3', averaging: '8-h', concentration: 0.162, unit: '[ppm]', index: 260 },
    ]);
    expect(item?.standard?.id).toBe('us-epa-aqi');
  });

  test('in a time zone with an offset of a quarter hour, hours begin at the quarter', async () => {
    const city = { ...registry, city: registry.city && { ...registry.city, timeZone: 'Asia/Kathmandu' } };
    const store = {
      deviceMeans: async ({ bounds }: DeviceMeansQuery) =>
        bounds.slice(0, -1).map((at) => {
          return { at, deviceId: 'a', mean: at % HOUR === HOUR / 4 ? 20 : 110, count: 60, coveredMillis: HOUR };
        }),
    };
    const place = { kind: 'device', id: 'a' } as const;
    const answer = await answerAirQuality(
      { ...hour, place, standard: 'cn' },
      { registry: city, packs: STANDARDS, store, now },
    );
    expect('items' in answer && answer.items[0]).toMatchObject({ from: Date.parse('2026-06-01T08:15:00Z') });
    expect('items' in answer && answer.items[0]?.parts[0]?.concentration).toBe(20);
  });
});

describe('the limits of a query', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => device(`many-${index}`, 'dry-cell'));
  const all = [device('a', 'cell'), ...many];
  const large: RegistryView = {
    ...registry,
    devices: new Map(all.map((each) => [each.id, each])),
    zoneOf: (id) => all.find((each) => each.id === id)?.zoneId ?? null,
  };
  const now = Date.parse('2026-06-01T00:00:00Z');
  const month = { standard: 'cn', period: 'hour', from: now - 720 * HOUR, until: now } as const;
  async function work(query: AirQualityQuery) {
    const asked: DeviceMeansQuery[] = [];
    const deviceMeans = async (means: DeviceMeansQuery) => {
      asked.push(means);
      const { bounds, deviceIds } = means;
      return bounds.slice(0, -1).flatMap((at) =>
        deviceIds.map((deviceId, index) => ({
          at,
          deviceId,
          mean: 9 + 2 * (index % 2),
          count: 60,
          coveredMillis: HOUR,
        })),
      );
    };
    const answer = await answerAirQuality(query, { registry: large, packs: STANDARDS, store: { deviceMeans }, now });
    return { answer, asked };
  }

  test('only the devices of the place are queried, however many others there are', async () => {
    const { asked } = await work({ ...month, place: { kind: 'zone', id: 'cell' } });
    expect(asked.map(({ deviceIds }) => deviceIds)).toEqual([['a'], ['a']]);
  });

  test('a large query is split into store queries of bounded size that cover every hour', async () => {
    const { answer, asked } = await work({ ...month, place: { kind: 'zone', id: 'dry-cell' } });
    for (const { bounds } of asked) expect((bounds.length - 1) * many.length).toBeLessThanOrEqual(50_000);
    expect(asked.length).toBeGreaterThan(10);
    if ('refused' in answer) throw new Error(answer.refused.detail);
    expect(answer.items).toHaveLength(720);
    for (const { parts } of answer.items) expect(parts[0]?.concentration).toBe(10);
  });

  test('a query that is too large is refused with the name of the field, without a query to the store', async () => {
    const { answer, asked } = await work({ ...month, from: now - 990 * HOUR, place: { kind: 'zone', id: 'city' } });
    expect(answer).toEqual({
      refused: {
        field: 'from',
        detail: expect.stringMatching(/^1022 hours of 1001 devices, at most 999; ask for a sh/),
      },
    });
    expect(asked).toEqual([]);
  });
});

test('refuses a place without air quality devices, and an empty or too long period; no time gives no items', async () => {
  const values = { now: Date.parse('2026-06-01T00:00:00Z'), hourlyValue: () => null };
  const fieldOf = async (query: Partial<AirQualityQuery>) => {
    const { answer } = await ask(query, values);
    return 'refused' in answer ? answer.refused.field : null;
  };
  expect(await fieldOf({ place: { kind: 'zone', id: 'nowhere' } })).toBe('zoneId');
  expect(await fieldOf({ place: { kind: 'device', id: 'nobody' } })).toBe('deviceId');
  expect(await fieldOf({ from: 5, until: 5 })).toBe('from');
  expect(await fieldOf({ from: 0 })).toBe('from');
  const empty = { registry, packs: STANDARDS, store: { deviceMeans: async () => [] }, now: null };
  const query: AirQualityQuery = { place: { kind: 'zone', id: 'city' }, standard: 'cn', period: 'day' };
  expect(await answerAirQuality(query, empty)).toEqual({ items: [], from: null, until: null });
});
