import { expect, test } from 'vitest';
import { createApi } from '../create-api.ts';
import { REFUSED, SCENARIO, SIGNED_IN, testCity } from '../test-city.ts';

const ask = async (url: string, city = testCity()) => {
  const app = await createApi(city.deps);
  const answer = (await app.inject({ url, headers: SIGNED_IN })).json();
  await app.close();
  return answer;
};

test('each scenario has its texts in both languages, and why its packs are refused', async () => {
  expect(await ask('/api/scenarios')).toEqual({ items: [{ ...SCENARIO, refused: REFUSED }] });
  expect(await ask('/api/scenarios', testCity({ refusedPacks: () => [] }))).toEqual({
    items: [{ ...SCENARIO, refused: null }],
  });
});

test('refused packs are listed besides the editions in use', async () => {
  expect((await ask('/api/standards')).refused).toEqual([REFUSED]);
});

test('zones come with all kinds of zones', async () => {
  const { kinds } = await ask('/api/zones');
  expect(kinds.underpass).toEqual({ shape: 'area', title: { en: 'Underpass', zh: '下穿通道' } });
});
