import { expect, test } from 'vitest';
import { createApi } from '../create-api.ts';
import { EXTENSION, SIGNED_IN, testCity } from '../test-city.ts';

test('lists the extensions that failed, and the zones that are not watched', async () => {
  const app = await createApi(testCity().deps);
  const answer = await app.inject({ url: '/api/extensions', headers: SIGNED_IN });
  expect(answer.json()).toEqual({
    items: [EXTENSION],
    notWatched: [{ scenarioId: 'waterlogging', zoneId: 'road-1' }],
  });
  await app.close();
});
