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
    const { readings, isTruncated } = (await get('/api/readings')).json();
    expect(city.ranges.at(-1)).toEqual({ from: CITY_TIME + 1 - HOUR, until: CITY_TIME + 1, limit: 10_001 });
    expect([readings.length, isTruncated]).toEqual([3, false]);
  });

  test('marks a result over the limit as truncated', async () => {
    const { readings, isTruncated } = (await get('/api/readings?limit=2')).json();
    expect([readings.length, isTruncated]).toEqual([2, true]);
  });

  test('is passed to the store with its names, and with numbers as numbers', async () => {
    await get('/api/readings?device=rain-1&channel=rain&property=rain.depth&zone=city&from=0&until=5&limit=50000');
    expect(city.ranges.at(-1)).toEqual({
      deviceId: 'rain-1',
      channel: 'rain',
      property: 'rain.depth',
      zoneId: 'city',
      from: 0,
      until: 5,
      limit: 50_001,
    });
  });

  test.each([
    ['/api/readings?limit=50001', 'limit', 'limit must be <= 50000.'],
    ['/api/readings?limit=0', 'limit', 'limit must be >= 1.'],
    ['/api/readings?limit=many', 'limit', 'limit must be integer.'],
    ['/api/readings?limit=1.5', 'limit', 'limit must be integer.'],
    ['/api/readings?from=', 'from', 'from must be integer.'],
    ['/api/readings?from=9&until=9', 'from', 'from (9) must lie before until (9).'],
    ['/api/readings?until=1e300', 'until', 'until must be <= 8640000000000000.'],
    ['/api/readings?devise=rain-1', 'devise', 'querystring has no "devise"; the keys are in /api/openapi.json.'],
    ['/api/readings?device=a&device=b', 'device', 'device must be string.'],
    ['/api/aggregate?function=median', 'function', expect.stringContaining('mean, min, max, sum, count')],
    ['/api/aggregate?stepSeconds=0', 'stepSeconds', 'stepSeconds must be >= 1.'],
    ['/api/aggregate?property=rain.depth&function=mean', 'function', expect.stringContaining('summed')],
    ['/api/aggregate?property=weather.wind_direction&function=max', 'function', expect.stringContaining('direction')],
    ['/api/latest?zone=atlantis', 'zone', 'There is no zone "atlantis" in this city.'],
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

  test('of a city without time gives an empty result', async () => {
    const young = await createApi(testCity({ cityTime: () => null }).deps);
    expect((await young.inject({ url: '/api/readings', headers: SIGNED_IN })).json()).toEqual({
      readings: [],
      isTruncated: false,
    });
    expect((await young.inject({ url: '/api/aggregate', headers: SIGNED_IN })).json()).toEqual({ buckets: [] });
    await young.close();
  });

  test('while the store is unavailable is answered 503, without a stack trace', async () => {
    const away = async () => {
      throw new Error('worker exited: /secret/path');
    };
    const broken = await createApi(testCity({ store: { range: away, aggregate: away, latest: away } }).deps);
    for (const path of ['readings', 'aggregate', 'latest']) {
      const answer = await broken.inject({ url: `/api/${path}`, headers: SIGNED_IN });
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
      expect(answer.body).not.toContain('secret');
    }
    await broken.close();
  });

  test('in steps has sensible defaults', async () => {
    await get('/api/aggregate');
    expect(city.aggregates.at(-1)).toMatchObject({ function: 'mean', stepSeconds: 60, groupBy: 'none' });
    await get('/api/aggregate?property=rain.depth');
    expect(city.aggregates.at(-1)).toMatchObject({ function: 'sum' });
  });

  test('in too many steps is refused, and the step that the response proposes is accepted', async () => {
    const url = `/api/aggregate?from=0&until=${365 * 24 * HOUR}&groupBy=device&stepSeconds=`;
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
