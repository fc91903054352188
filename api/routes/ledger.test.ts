import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { totalsOf } from '../ledger-totals.ts';
import { CITY_TIME, LEDGER_ENTRY, SIGNED_IN, testCity } from '../test-city.ts';

describe('the ledger and what was set aside', () => {
  let app: ApiServer;
  const get = (url: string) => app.inject({ url, headers: SIGNED_IN });
  beforeAll(async () => {
    app = await createApi(testCity().deps);
  });
  afterAll(() => app.close());

  test('draws its balance over all accounts and says as of when', async () => {
    const ledger = (await get('/api/ledger')).json();
    const { store: _, ...account } = ledger.entries[0];
    expect(account).toEqual(LEDGER_ENTRY);
    expect(ledger.totals).toEqual({ ...ledger.entries[0], deviceId: '*', provider: '*', dialect: '*' });
    expect(ledger.balances).toEqual({ messages: 0, values: 0 });
    expect(ledger.asOf).toEqual({ offset: 10, cityTime: CITY_TIME });
  });

  test('says what became of accepted values in the store, and how many are still on their way', async () => {
    const ledger = (await get('/api/ledger')).json();
    const store = { taken: 4, equalAlready: 1, differentAlready: 1, refused: 0, outsideRetention: 0, waiting: 1 };
    expect([ledger.entries[0].store, ledger.totals.store, ledger.storeTrouble]).toEqual([store, store, null]);
  });

  test('shows all accepted values as waiting where the store has not met the device', async () => {
    const behind = await createApi(testCity({ storeBooks: async () => [] }).deps);
    const ledger = (await behind.inject({ url: '/api/ledger', headers: SIGNED_IN })).json();
    expect(ledger.totals.store).toMatchObject({ taken: 0, waiting: 7 });
    await behind.close();
  });

  test('answers without the store where it is away, and says so', async () => {
    const away = await createApi(testCity({ storeBooks: async () => null }).deps);
    const ledger = (await away.inject({ url: '/api/ledger', headers: SIGNED_IN })).json();
    expect([ledger.entries[0].store, ledger.totals.store]).toEqual([null, null]);
    expect(ledger.storeTrouble).toContain('does not answer');
    expect(ledger.balances).toEqual({ messages: 0, values: 0 });
    await away.close();
  });

  test('adds up every column of every account', () => {
    const entry = { ...LEDGER_ENTRY, store: null };
    const { messages, values, missing, refused } = totalsOf([entry, entry, entry]);
    const tripled = (counts: object) =>
      Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count * 3]));
    expect([messages, values]).toEqual([tripled(LEDGER_ENTRY.messages), tripled(LEDGER_ENTRY.values)]);
    expect([missing, refused]).toEqual([9, 12]);
  });

  test('of a device that never spoke is empty and balances', async () => {
    const ledger = (await get('/api/ledger?device=rain-2')).json();
    expect([ledger.entries, ledger.balances]).toEqual([[], { messages: 0, values: 0 }]);
  });

  test('lists what was set aside, page by page', async () => {
    expect((await get('/api/rejected?reason=not-decodable')).json().rejected).toHaveLength(1);
    expect((await get('/api/rejected?before=8')).json()).toEqual({ rejected: [] });
    expect((await get('/api/rejected?reason=ugly')).json()).toMatchObject({ status: 400, field: 'reason' });
  });

  test('hands out the bytes as the device sent them', async () => {
    const answer = await get('/api/rejected/8/payload');
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect([...answer.rawPayload]).toEqual([0xff, 0x00, 0x7b]);
  });

  test('says when retention has cut the bytes, and when the journal never was that long', async () => {
    expect((await get('/api/rejected/3/payload')).json()).toMatchObject({ status: 410, field: 'offset' });
    expect((await get('/api/rejected/12/payload')).json()).toMatchObject({ status: 404, field: 'offset' });
    expect((await get('/api/rejected/-1/payload')).json()).toMatchObject({ status: 400, field: 'offset' });
    expect((await get('/api/rejected/x/payload')).json()).toMatchObject({ status: 400, field: 'offset' });
  });
});
