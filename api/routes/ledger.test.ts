import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { totalsOf } from '../ledger-totals.ts';
import { CITY_TIME, LEDGER_ENTRY, SIGNED_IN, testCity } from '../test-city.ts';

describe('the ledger and the rejected messages', () => {
  let app: ApiServer;
  const get = (url: string) => app.inject({ url, headers: SIGNED_IN });
  beforeAll(async () => {
    app = await createApi(testCity().deps);
  });
  afterAll(() => app.close());

  test('has the balance over all devices, with offset and city time', async () => {
    const ledger = (await get('/api/ledger')).json();
    const { store: _, ...account } = ledger.entries[0];
    expect(account).toEqual(LEDGER_ENTRY);
    expect(ledger.totals).toEqual({
      ...ledger.entries[0],
      refusals: undefined,
      deviceId: '*',
      provider: '*',
      dialect: '*',
    });
    expect(ledger.balances).toEqual({ messages: 0, values: 0 });
    expect(ledger.asOf).toEqual({ offset: 10, cityTime: CITY_TIME });
  });

  test('has the counts of accepted values in the store, and how many are waiting', async () => {
    const ledger = (await get('/api/ledger')).json();
    const store = {
      taken: 4,
      equalAlready: 1,
      differentAlready: 1,
      refused: 0,
      outsideRetention: 0,
      skipped: 0,
      waiting: 1,
    };
    expect([ledger.entries[0].store, ledger.totals.store, ledger.storeTrouble]).toEqual([store, store, null]);
  });

  test('names what the store is never given', async () => {
    const ranges = [{ fromOffset: 4, untilOffset: 7, decidedAt: CITY_TIME, reason: 'no room' }];
    const skipping = await createApi(testCity({ skippedRanges: () => ranges }).deps);
    const ledger = (await skipping.inject({ url: '/api/ledger', headers: SIGNED_IN })).json();
    expect(ledger.skipped).toEqual([{ firstOffset: 4, lastOffset: 6, decidedAt: CITY_TIME, reason: 'no room' }]);
    await skipping.close();
  });

  test('counts all accepted values as waiting where the store has no books of the device', async () => {
    const behind = await createApi(testCity({ storeBooks: async () => [] }).deps);
    const ledger = (await behind.inject({ url: '/api/ledger', headers: SIGNED_IN })).json();
    expect(ledger.totals.store).toMatchObject({ taken: 0, waiting: 7 });
    await behind.close();
  });

  test('answers without the store while it is unavailable, and says so', async () => {
    const away = await createApi(testCity({ storeBooks: async () => null }).deps);
    const ledger = (await away.inject({ url: '/api/ledger', headers: SIGNED_IN })).json();
    expect([ledger.entries[0].store, ledger.totals.store]).toEqual([null, null]);
    expect(ledger.storeTrouble).toContain('does not answer');
    expect(ledger.balances).toEqual({ messages: 0, values: 0 });
    await away.close();
  });

  test('adds up every count of every entry', () => {
    const entry = { ...LEDGER_ENTRY, store: null };
    const { messages, values, missing, refused } = totalsOf([entry, entry, entry]);
    const tripled = (counts: object) =>
      Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count * 3]));
    expect([messages, values]).toEqual([tripled(LEDGER_ENTRY.messages), tripled(LEDGER_ENTRY.values)]);
    expect([missing, refused]).toEqual([9, 12]);
  });

  test('of a device without messages is empty and balances', async () => {
    const ledger = (await get('/api/ledger?device=rain-2')).json();
    expect([ledger.entries, ledger.balances]).toEqual([[], { messages: 0, values: 0 }]);
  });

  test('lists rejected messages, page by page', async () => {
    expect((await get('/api/rejected?reason=not-decodable')).json().rejected).toHaveLength(1);
    expect((await get('/api/rejected?before=8')).json()).toEqual({ rejected: [], next: null });
    const page = await get('/api/rejected?limit=1');
    expect(page.json().next).toBe('/api/rejected?limit=1&before=8');
    expect(page.headers['link']).toBe('</api/rejected?limit=1&before=8>; rel="next"');
    expect((await get('/api/rejected?reason=ugly')).json()).toMatchObject({ status: 400, field: 'reason' });
  });

  test('returns the bytes that the device sent', async () => {
    const answer = await get('/api/rejected/8/payload');
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect([...answer.rawPayload]).toEqual([0xff, 0x00, 0x7b]);
  });

  test('distinguishes bytes that retention has deleted from offsets after the end of the journal', async () => {
    expect((await get('/api/rejected/3/payload')).json()).toMatchObject({ status: 410, field: 'offset' });
    expect((await get('/api/rejected/0/payload')).json()).toMatchObject({
      status: 404,
      field: 'offset',
      detail: 'At offset 0 the journal has no message of a device, but a record of kind "config".',
    });
    expect((await get('/api/rejected/12/payload')).json()).toMatchObject({ status: 404, field: 'offset' });
    expect((await get('/api/rejected/-1/payload')).json()).toMatchObject({ status: 400, field: 'offset' });
    expect((await get('/api/rejected/x/payload')).json()).toMatchObject({ status: 400, field: 'offset' });
  });
});
