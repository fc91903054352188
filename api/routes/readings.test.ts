import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { CITY_TIME, SIGNED_IN, type TestCity, testCity } from '../test-city.ts';

const HOUR = 3_600_000;

describe('a query of readings', () => {
  let city: TestCity;
  let app: ApiServer;
  const get = (url: string) => app.inject({ url, headers: SIGNED_IN });
  beforeAll(async () => {
    city = testCity();
    app = await createApi(city.deps);
  });
  afterAll(() => app.close());

  test('without a time means the last hour of city time, the newest reading included', async () => {
    const { readings, isTruncated, from, until } = (await get('/api/readings')).json();
    expect([from, until]).toEqual([CITY_TIME + 1 - HOUR, CITY_TIME + 1]);
    expect(city.ranges.at(-1)).toEqual({ from: CITY_TIME + 1 - HOUR, until: CITY_TIME + 1, limit: 10_001 });
    expect([readings.length, isTruncated]).toEqual([3, false]);
  });

  test('marks a result over the limit as truncated', async () => {
    const { readings, isTruncated, next } = (await get('/api/readings?limit=2')).json();
    expect([readings.length, isTruncated]).toEqual([2, true]);
    expect(next).toMatch(/^\/api\/readings\?limit=2&from=1699996400001&until=1700000000001&cursor=[\w-]+$/);
  });

  test('goes on behind the last reading of the page before, over the same range of time', async () => {
    const first = await get('/api/readings?limit=2&zone=city');
    const { next } = first.json();
    expect(first.headers['link']).toBe(`<${next}>; rel="next"`);
    const second = await get(next);
    expect(city.ranges.at(-1)).toEqual({
      zoneIds: ['city', 'road-1'],
      from: CITY_TIME + 1 - HOUR,
      until: CITY_TIME + 1,
      after: { observedAt: CITY_TIME - 60_000, deviceId: 'rain-1', channel: 'rain' },
      limit: 3,
    });
    expect([second.json().next, second.headers['link']]).toEqual([null, undefined]);
  });

  test.each(['x', Buffer.from('[1]').toString('base64url'), Buffer.from('["1","a","b"]').toString('base64url')])(
    'with the cursor %s is refused',
    async (cursor) => {
      expect((await get(`/api/readings?cursor=${cursor}`)).json()).toMatchObject({ status: 400, field: 'cursor' });
    },
  );

  test('takes times as ISO 8601 with offset', async () => {
    await get('/api/readings?from=2026-10-25T00:00:00%2B01:00&until=2026-10-25T00:00:00Z');
    expect(city.ranges.at(-1)).toMatchObject({ from: Date.UTC(2026, 9, 24, 23), until: Date.UTC(2026, 9, 25) });
  });

  test('is passed to the store with its names, and with numbers as numbers', async () => {
    await get('/api/readings?device=rain-1&channel=rain&property=rain.depth&zone=city&from=0&until=5&limit=50000');
    expect(city.ranges.at(-1)).toEqual({
      deviceId: 'rain-1',
      channel: 'rain',
      property: 'rain.depth',
      zoneIds: ['city', 'road-1'],
      from: 0,
      until: 5,
      limit: 50_001,
    });
  });

  test.each<readonly [url: string, field: string, detail: string]>([
    ['/api/readings?limit=50001', 'limit', 'limit must be <= 50000.'],
    ['/api/readings?limit=0', 'limit', 'limit must be >= 1.'],
    ['/api/readings?limit=many', 'limit', 'limit must be integer.'],
    ['/api/readings?limit=1.5', 'limit', 'limit must be integer.'],
    ['/api/readings?from=', 'from', expect.stringContaining('is no instant')],
    ['/api/readings?from=1700000000', 'from', expect.stringContaining('looks like seconds')],
    ['/api/aggregate?property=rain.depth&until=2026-03-01', 'until', expect.stringContaining('no offset from UTC')],
    ['/api/alerts?from=1700000000', 'from', expect.stringContaining('looks like seconds')],
    ['/api/readings?from=9&until=9', 'from', 'from (9) must lie before until (9).'],
    ['/api/readings?until=1e300', 'until', expect.stringContaining('is no instant')],
    ['/api/readings?devise=rain-1', 'devise', 'querystring has no "devise"; the keys are in /api/openapi.json.'],
    ['/api/readings?device=a&device=b', 'device', 'device must be string.'],
    [
      '/api/aggregate?property=rain.depth&function=median',
      'function',
      expect.stringContaining('mean, min, max, sum, count'),
    ],
    ['/api/aggregate?property=rain.depth&stepSeconds=0', 'stepSeconds', 'stepSeconds must be >= 1.'],
    ['/api/aggregate?property=rain.depth&function=mean', 'function', expect.stringContaining('summed')],
    ['/api/aggregate?property=weather.wind_direction&function=max', 'function', expect.stringContaining('direction')],
    ['/api/aggregate', 'property', 'property is missing.'],
    ['/api/aggregate?property=rain.depth&step=1w', 'step', expect.stringContaining('1h, 1d')],
    ['/api/aggregate?property=rain.depth&step=1d&stepSeconds=60', 'step', expect.stringContaining('one of them')],
    [
      '/api/aggregate?property=rain.depth&timeZone=CST',
      'timeZone',
      '"CST" is no time zone; write the full name of an IANA time zone, e.g. Asia/Shanghai, or UTC.',
    ],
    ['/api/aggregate?property=rain.depth&timeZone=Mars/Base', 'timeZone', expect.stringContaining('Asia/Shanghai')],
    ...['latest', 'readings', 'state', 'devices', 'alerts', 'ledger'].map(
      (route) =>
        [
          `/api/${route}?zone=atlantis`,
          'zone',
          'There is no zone "atlantis" in this city; there are city, road-1.',
        ] as const,
    ),
    ...['latest', 'readings', 'ledger', 'rejected'].map(
      (route) =>
        [
          `/api/${route}?device=nodev`,
          'device',
          'There is no device "nodev" in this city; there are rain-1, rain-2.',
        ] as const,
    ),
    ['/api/alerts?scenario=none', 'scenario', 'There is no scenario "none" in this city; there are heat.'],
    ['/api/latest?property=rain.dept', 'property', expect.stringContaining('rain.depth')],
  ])('%s is refused with the field named', async (url, field, detail) => {
    const answer = await get(url);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'The request is not valid',
      status: 400,
      detail,
      field,
    });
  });

  // A kind of fault of time-series databases: a name with a typing error is answered by an empty success.
  test('of a channel that no model has and no reading is of is refused; one that a model had before is answered', async () => {
    const none = async () => [];
    const empty = await createApi(testCity({ store: { range: none, aggregate: none, latest: none } }).deps);
    for (const path of ['readings?', 'readings?device=rain-1&', 'aggregate?property=rain.depth&']) {
      const ask = (channel: string) => empty.inject({ url: `/api/${path}channel=${channel}`, headers: SIGNED_IN });
      expect((await ask('rian')).json()).toMatchObject({
        status: 400,
        field: 'channel',
        detail: 'There is no channel "rian" in this city; there are rain.',
      });
      expect((await ask('rain')).statusCode).toBe(200);
      expect((await get(`/api/${path}channel=former`)).statusCode).toBe(200);
    }
    await empty.close();
  });

  test('of a city without time gives an empty result', async () => {
    const young = await createApi(testCity({ cityTime: () => null }).deps);
    expect((await young.inject({ url: '/api/readings', headers: SIGNED_IN })).json()).toEqual({
      readings: [],
      from: null,
      until: null,
      isTruncated: false,
      next: null,
    });
    const aggregate = await young.inject({ url: '/api/aggregate?property=rain.depth', headers: SIGNED_IN });
    expect(aggregate.json()).toEqual({ buckets: [], from: null, until: null, timeZone: 'Asia/Shanghai' });
    await young.close();
  });

  test('while the store is unavailable is answered 503, without a stack trace', async () => {
    const away = async () => {
      throw new Error('worker exited: /secret/path');
    };
    const broken = await createApi(testCity({ store: { range: away, aggregate: away, latest: away } }).deps);
    for (const path of ['readings', 'aggregate?property=rain.depth', 'latest']) {
      const answer = await broken.inject({ url: `/api/${path}`, headers: SIGNED_IN });
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
      expect(answer.body).not.toContain('secret');
    }
    await broken.close();
  });

  test('in steps has sensible defaults', async () => {
    await get('/api/aggregate?property=drain.level');
    const { bounds, ...rest } = city.aggregates.at(-1) ?? { bounds: [] };
    expect(rest).toEqual({ property: 'drain.level', function: 'timeMean', groupBy: 'none' });
    expect(bounds.slice(0, 2)).toEqual([CITY_TIME + 1 - HOUR, CITY_TIME - (CITY_TIME % 60_000) - HOUR + 60_000]);
  });

  test.each([
    ['step=1d', ''],
    ['stepSeconds=86400', ''],
    ['step=1d&timeZone=Europe/London', 'Europe/London'],
  ])('%s means civil days', async (step, zone) => {
    const range = 'from=2026-10-24T12:00:00Z&until=2026-10-26T12:00:00Z';
    const { buckets, timeZone } = (await get(`/api/aggregate?property=rain.depth&${range}&${step}`)).json();
    expect(timeZone).toBe(zone || 'Asia/Shanghai');
    expect(buckets.map(({ civilTime }: { civilTime: string }) => civilTime)).toEqual(
      zone === ''
        ? ['2026-10-24T00:00:00+08:00', '2026-10-25T00:00:00+08:00', '2026-10-26T00:00:00+08:00']
        : ['2026-10-24T00:00:00+01:00', '2026-10-25T00:00:00+01:00', '2026-10-26T00:00:00+00:00'],
    );
    expect(buckets[0]).toMatchObject({ value: 1.5, valueWithoutRepeats: 1.5, count: 3, isPartial: true });
    expect(buckets[1]).toMatchObject({ value: null, valueWithoutRepeats: null, count: 0 });
    const [most] = (await get(`/api/aggregate?property=rain.depth&function=max&${range}&${step}`)).json().buckets;
    expect(Object.keys(most)).not.toContain('valueWithoutRepeats');
    await get('/api/aggregate?property=rain.depth');
    expect(city.aggregates.at(-1)).toMatchObject({ function: 'sum' });
  });

  test('in too many steps is refused, and the step that the response proposes is accepted', async () => {
    const url = `/api/aggregate?from=0&until=${365 * 24 * HOUR}&groupBy=device&property=rain.depth&stepSeconds=`;
    const refused = await get(`${url}60`);
    expect(refused.json()).toMatchObject({ status: 400, field: 'stepSeconds' });
    const [, enough] = /buckets; use (\d+) s/.exec(refused.json().detail) ?? [];
    expect((await get(`${url}${enough}`)).statusCode).toBe(200);
  });

  test('for the latest of one property and zone gives the newest of each channel', async () => {
    const { readings } = (await get('/api/latest?zone=city&property=rain.depth')).json();
    expect(readings.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual(['rain-1', 'rain-2']);
    expect((await get('/api/latest?property=gas.ch4')).json()).toEqual({ readings: [] });
  });

  test('is answered compressed where the client accepts it', async () => {
    const headers = { ...SIGNED_IN, 'accept-encoding': 'gzip' };
    expect((await app.inject({ url: '/api/properties', headers })).headers['content-encoding']).toBe('gzip');
  });
});
