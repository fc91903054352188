import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { CITY_TIME, SIGNED_IN, testCity } from '../test-city.ts';

describe('the devices and zones of a city', () => {
  let app: ApiServer;
  const get = (url: string) => app.inject({ url, headers: SIGNED_IN });
  beforeAll(async () => {
    app = await createApi(testCity().deps);
  });
  afterAll(() => app.close());

  test('a device has its zone, channels with units, unmapped channels and the time of its last reading', async () => {
    expect((await get('/api/devices/rain-1')).json()).toMatchObject({
      id: 'rain-1',
      provider: 'acme',
      zoneId: 'city',
      lastReceivedAt: CITY_TIME - 60_000 + 5,
      channels: [{ channel: 'rain', property: 'rain.depth', unit: 'mm' }],
      unmapped: [{ channel: 'batt', count: 2, lastValue: 3.6 }],
      refusals: [{ reason: 'topic-not-own', count: 4, lastAt: CITY_TIME, detail: 'topic "elsewhere"' }],
    });
  });

  test('are listed with the time of their last reading while the store is unavailable', async () => {
    const { deps } = testCity();
    const away = () => Promise.reject(new Error('away'));
    const alone = await createApi({ ...deps, store: { ...deps.store, latest: away } });
    const answer = await alone.inject({ url: '/api/devices', headers: SIGNED_IN });
    await alone.close();
    expect(answer.json().devices).toMatchObject([
      { id: 'rain-1', lastReceivedAt: CITY_TIME - 59_995, silentAfterSeconds: 180 },
      { id: 'rain-2', lastReceivedAt: null },
    ]);
  });

  test('an unknown device is not found', async () => {
    const answer = await get('/api/devices/rain-9');
    expect(answer.json()).toMatchObject({
      status: 404,
      field: 'id',
      detail: 'There is no device "rain-9" in this city.',
    });
  });

  test('a list over the limit is marked as truncated', async () => {
    const all = (await get('/api/devices?model=rain-gauge&zone=city')).json();
    expect([all.devices.length, all.isTruncated]).toEqual([2, false]);
    const one = (await get('/api/devices?limit=1')).json();
    expect([one.devices.length, one.isTruncated]).toEqual([1, true]);
  });

  test('a filter that names no model is refused', async () => {
    expect((await get('/api/devices?model=toaster')).json()).toMatchObject({ status: 400, field: 'model' });
  });

  test('areas are polygons, roads are lines', async () => {
    const { type, features } = (await get('/api/zones')).json();
    expect(type).toBe('FeatureCollection');
    expect(features.map(({ geometry }: { geometry: { type: string } }) => geometry.type)).toEqual([
      'Polygon',
      'LineString',
    ]);
    expect(features[0]).toMatchObject({ id: 'city', properties: { kind: 'city', name: { zh: '市' }, parentId: null } });
    expect(features[0].geometry.coordinates[0][0]).toEqual([114, 22]);
  });

  test('a city has its clock and lag', async () => {
    expect((await get('/api/city')).json()).toEqual({
      name: { en: 'Test', zh: '测试' },
      timeZone: 'Asia/Shanghai',
      clock: 'driven',
      simulated: true,
      cityTime: CITY_TIME,
      version: '0.1.0',
      lag: { records: 2, ageSeconds: 1.5, durableOffset: 12, foldedOffset: 10 },
    });
  });

  test('before the configuration is folded the answer is 503', async () => {
    const registry = testCity().deps.registry();
    const young = await createApi(testCity({ registry: () => ({ ...registry, city: null }) }).deps);
    expect((await young.inject({ url: '/api/city', headers: SIGNED_IN })).statusCode).toBe(503);
    await young.close();
  });
});
