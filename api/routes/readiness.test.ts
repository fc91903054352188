import { describe, expect, test } from 'vitest';
import { createApi } from '../create-api.ts';
import type { ApiDeps } from '../deps.ts';
import { testCity } from '../test-city.ts';

const ask = async (url: string, changes: Partial<ApiDeps> = {}) => {
  const app = await createApi(testCity(changes).deps);
  const answer = await app.inject({ url });
  await app.close();
  return answer;
};
const full = { name: 'journal', ok: false, detail: 'the disk is full' };

describe('health, readiness and metrics', () => {
  test('a process that answers is alive', async () => {
    expect((await ask('/healthz')).json()).toEqual({ alive: true });
  });

  test('is ready when every check is', async () => {
    const answer = await ask('/readyz');
    expect([answer.statusCode, answer.json().ready]).toEqual([200, true]);
  });

  test('names the check that fails', async () => {
    const answer = await ask('/readyz', { readiness: async () => [{ name: 'store', ok: true, detail: '' }, full] });
    expect([answer.statusCode, answer.json().ready, answer.json().checks[1]]).toEqual([503, false, full]);
  });

  test('is not ready when the checks fail with an error', async () => {
    const answer = await ask('/readyz', { readiness: () => Promise.reject(new Error('boom')) });
    expect([answer.statusCode, answer.json().ready]).toEqual([503, false]);
  });

  test('metrics are Prometheus text', async () => {
    const answer = await ask('/metrics');
    expect([answer.headers['content-type'], answer.body]).toEqual([
      'text/plain; version=0.0.4; charset=utf-8',
      'citynerve_up 1\n',
    ]);
  });

  test('an internal error is logged and not disclosed', async () => {
    const answer = await ask('/metrics', { metrics: () => Promise.reject(new Error('secret')) });
    expect(answer.json()).toMatchObject({ status: 500, title: 'Something went wrong here' });
    expect(answer.body).not.toContain('secret');
  });
});
