import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { AIR, CITY_TIME, EDITION, SIGNED_IN, testCity } from '../test-city.ts';

let app: ApiServer;
const city = testCity();
beforeAll(async () => {
  app = await createApi(city.deps);
});
afterAll(() => app.close());

const get = (url: string) => app.inject({ url, headers: SIGNED_IN });

test('an index is returned with everything that a person needs to check it', async () => {
  const { statusCode, body } = await get('/api/air-quality?zoneId=city&standard=cn&period=hour&edition=2026.1&from=7');
  expect([statusCode, JSON.parse(body)]).toEqual([200, { items: [AIR], from: 7, until: CITY_TIME + 1 }]);
  const place = { kind: 'zone', id: 'city' };
  const named = await get('/api/air-quality?zone=city&standard=cn&period=hour&edition=2026.1&from=7');
  expect(named.body).toBe(body);
  expect(city.airQueries.at(-1)).toEqual({ place, standard: 'cn', period: 'hour', edition: '2026.1', from: 7 });
});

test('places and editions are listed', async () => {
  expect((await get('/api/air-quality/places')).json()).toEqual({
    items: [{ kind: 'zone', id: 'city', properties: ['air.pm2_5'] }],
  });
  expect((await get('/api/standards')).json()).toMatchObject({ items: [EDITION] });
});

test.each([
  ['standard=cn&period=hour', 'device'],
  ['deviceId=a&zoneId=b&standard=cn&period=hour', 'zone'],
  ['zone=atlantis&standard=cn&period=hour', 'zone'],
  ['device=nodev&standard=cn&period=hour', 'device'],
  ['zone=city&standard=cn&period=hour&from=1700000000', 'from'],
  ['zoneId=b&standard=moon&period=hour', 'standard'],
  ['zoneId=b&standard=cn&period=week', 'period'],
  ['zoneId=b&standard=cn&period=hour&edition=none', 'edition'],
])('%s is refused, and %s is named', async (query, field) => {
  const answer = await get(`/api/air-quality?${query}`);
  expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
});

test('while the store is unavailable the answer is 503', async () => {
  const away = testCity({ air: { ...city.deps.air, quality: () => Promise.reject(new Error('gone')) } });
  const without = await createApi(away.deps);
  const answer = await without.inject({
    url: '/api/air-quality?zoneId=city&standard=cn&period=day',
    headers: SIGNED_IN,
  });
  expect([answer.statusCode, answer.json().detail]).toEqual([503, 'The store does not answer.']);
  await without.close();
});
