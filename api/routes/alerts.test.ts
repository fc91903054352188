import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertStep } from '../../model/alert-step.ts';
import { evidenceHash } from '../../model/evidence-hash.ts';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { ALERT, CITY_TIME, SIGNED_IN, type TestCity, testCity } from '../test-city.ts';

const STEP: AlertStep = {
  alertId: ALERT.id,
  revision: 1,
  at: 1,
  change: 'raised',
  severity: 'warn',
  reason: 'x',
  basis: { kind: 'reading' },
};
const CITY_TIME_TEXT = new Date(CITY_TIME).toISOString();
const path = `/api/alerts/${encodeURIComponent(ALERT.id)}`;

describe('alerts', () => {
  let city: TestCity;
  let app: ApiServer;
  const get = (url: string) => app.inject({ url, headers: SIGNED_IN });
  const acknowledge = (url: string, payload: object) =>
    app.inject({ method: 'POST', url: `${url}/acknowledge`, headers: { ...SIGNED_IN, 'x-citynerve': '1' }, payload });
  beforeAll(async () => {
    city = testCity();
    app = await createApi(city.deps);
  });
  afterAll(() => app.close());

  test('are listed without their evidence, but with its URL', async () => {
    const { alerts } = (await get('/api/alerts?status=all')).json();
    expect(alerts[0].evidence).toBeUndefined();
    expect((await get(alerts[0].evidenceUrl)).statusCode).toBe(200);
  });

  test('are asked for by status, zone with all below it, scenario and time', async () => {
    await get(
      '/api/alerts?status=cleared&zone=city&scenario=heat&from=2026-10-25T00:00:00Z&until=1793000000000&limit=5',
    );
    expect(city.alertFilters.at(-1)).toEqual({
      status: 'cleared',
      zoneIds: ['city', 'road-1'],
      scenarioId: 'heat',
      from: Date.UTC(2026, 9, 25),
      until: 1793000000000,
      limit: 6,
    });
    await get('/api/alerts');
    expect(city.alertFilters.at(-1)).toEqual({ status: 'active', limit: 201 });
  });

  test('go on behind the last one of the page before', async () => {
    const older = { ...ALERT, id: 'older', raisedAt: ALERT.raisedAt - 1 };
    const full = testCity();
    const many = await createApi({ ...full.deps, documents: { ...full.deps.documents, alerts: () => [ALERT, older] } });
    const first = await many.inject({ url: '/api/alerts?limit=1&status=all', headers: SIGNED_IN });
    const { next } = first.json();
    expect(first.headers['link']).toBe(`<${next}>; rel="next"`);
    await many.close();
    expect((await get(next)).json().next).toBeNull();
    expect(city.alertFilters.at(-1)).toEqual({
      status: 'all',
      after: { raisedAt: ALERT.raisedAt, id: ALERT.id },
      limit: 2,
    });
  });

  test('have their evidence as a file, byte for byte as it was written', async () => {
    const answer = await get(`${path}/evidence`);
    expect(answer.body).toBe(JSON.stringify(ALERT.evidence));
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="evidence-waterlogging-road-1-1700000000000.json"',
    );
  });

  test('link each step of their history to its evidence, which is a file with that hash', async () => {
    const step = { ...ALERT.evidence, watermark: 1, step: STEP };
    const hash = evidenceHash(step);
    const history = [
      { at: 1, change: 'raised', severity: 'warn', by: 'citynerve', reason: 'x', evidenceHash: hash },
    ] as const;
    const gone = { ...history[0], evidenceHash: '0'.repeat(64) };
    const documents = {
      ...city.deps.documents,
      alert: () => ({ ...ALERT, history: [...history, gone] }),
      evidence: (_: string, asked: string) => (asked === hash ? step : null),
    };
    const server = await createApi(testCity({ documents }).deps);
    const ask = (url: string) => server.inject({ url, headers: SIGNED_IN });
    const [first, second] = (await ask(path)).json().history;
    const file = await ask(first.evidenceUrl);
    expect(file.body).toBe(JSON.stringify(step));
    expect(createHash('sha256').update(file.body).digest('hex')).toBe(first.evidenceHash);
    expect((await ask(second.evidenceUrl)).json()).toMatchObject({ status: 404, field: 'hash' });
    expect((await ask(first.evidenceUrl.replace(hash, 'f'.repeat(64)))).json()).toMatchObject({ status: 404 });
    expect((await ask(first.evidenceUrl.replace(hash, 'x'))).json()).toMatchObject({ status: 400, field: 'hash' });
    const bundle = await ask(`${path}/bundle`);
    expect(bundle.json()).toEqual({
      kind: 'citynerve-alert',
      format: 1,
      alert: { ...ALERT, history: [...history, gone] },
      evidence: [step],
    });
    await server.close();
  });

  test('are returned with their evidence one at a time', async () => {
    expect((await get(path)).body).toBe(JSON.stringify(ALERT));
    expect((await get('/api/alerts/none')).json()).toMatchObject({ status: 404, field: 'id' });
  });

  test('are acknowledged by an action of the user; the response is its journal offset', async () => {
    const answer = await acknowledge(path, { note: '已派人' });
    expect([answer.statusCode, answer.json()]).toEqual([202, { offset: 11 }]);
    expect(city.actions).toEqual([
      {
        kind: 'action',
        actionId: 'action-1',
        user: 'wang',
        action: { type: 'alert.acknowledge', alertId: ALERT.id, note: '已派人' },
      },
    ]);
  });

  test('that are acknowledged take a note of somebody else, and without one say by whom', async () => {
    const taken = { status: 'acknowledged', acknowledgedBy: 'li', acknowledgedAt: CITY_TIME } as const;
    const here = testCity({ documents: { ...city.deps.documents, alert: () => ({ ...ALERT, ...taken }) } });
    const server = await createApi(here.deps);
    const send = (note: string) =>
      server.inject({
        method: 'POST',
        url: `${path}/acknowledge`,
        headers: { ...SIGNED_IN, 'x-citynerve': '1' },
        payload: { note },
      });
    expect((await send(' ')).json()).toMatchObject({
      status: 409,
      field: 'note',
      detail: `The alert is acknowledged already, by li at ${CITY_TIME_TEXT}; to add something, write a note.`,
    });
    expect((await send('pump on site')).statusCode).toBe(202);
    expect(here.actions.map(({ user, action }) => [user, action])).toEqual([
      ['wang', { type: 'alert.acknowledge', alertId: ALERT.id, note: 'pump on site' }],
    ]);
    await server.close();
  });

  test('that are over are not acknowledged: 409 says since when', async () => {
    const over = { ...ALERT, status: 'cleared', clearedAt: CITY_TIME } as const;
    const here = testCity({ documents: { ...city.deps.documents, alert: () => over } });
    const server = await createApi(here.deps);
    const headers = { ...SIGNED_IN, 'x-citynerve': '1' };
    const url = `${path}/acknowledge`;
    const answer = await server.inject({ method: 'POST', url, headers, payload: { note: 'seen' } });
    expect(answer.json()).toMatchObject({
      status: 409,
      detail: `The alert is over since ${CITY_TIME_TEXT}; the note was not written.`,
    });
    expect(here.actions).toEqual([]);
    await server.close();
  });

  test.each([
    [{}, 'note', 'note is missing.'],
    [{ note: 5 }, 'note', 'note must be string.'],
    [{ note: 'x', user: 'mayor' }, 'user', 'body has no "user"; the keys are in /api/openapi.json.'],
    [{ note: 'x'.repeat(2001) }, 'note', 'note must not have more than 2000 characters.'],
  ])('are not acknowledged by %j', async (payload, field, detail) => {
    expect((await acknowledge(path, payload)).json()).toMatchObject({ status: 400, field, detail });
  });

  test('that do not exist cannot be acknowledged', async () => {
    expect((await acknowledge('/api/alerts/none', { note: '' })).statusCode).toBe(404);
  });

  test('are not acknowledged while the fold catches up, and the response says so', async () => {
    const city = testCity({ isCaughtUp: () => false });
    const behind = await createApi(city.deps);
    const headers = { ...SIGNED_IN, 'x-citynerve': '1' };
    const answer = await behind.inject({ method: 'POST', url: `${path}/acknowledge`, headers, payload: { note: '' } });
    await behind.close();
    expect(answer.json()).toMatchObject({ status: 503, detail: expect.stringContaining('nothing was acknowledged') });
    expect(city.actions).toEqual([]);
  });

  test('are not acknowledged while the gateway is unavailable, and the response says so', async () => {
    const lonely = await createApi(
      testCity({ acknowledge: () => Promise.reject(new Error('ENOENT gateway.sock')) }).deps,
    );
    const answer = await lonely.inject({
      method: 'POST',
      url: `${path}/acknowledge`,
      headers: { ...SIGNED_IN, 'x-citynerve': '1' },
      payload: { note: '' },
    });
    expect(answer.json()).toMatchObject({ status: 503, detail: expect.stringContaining('nothing was acknowledged') });
    await lonely.close();
  });
});
