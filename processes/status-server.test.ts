import { describe, expect, onTestFinished, test } from 'vitest';
import { metricsText } from './metrics.ts';
import { type Check, startStatusServer } from './status-server.ts';

async function serve(readiness: () => Promise<readonly Check[]>, metrics = async () => '') {
  const server = await startStatusServer({ host: '127.0.0.1', port: 0, readiness, metrics });
  onTestFinished(server.close);
  return (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { connection: 'close' } });
}
const well: Check = { name: 'journal', ok: true, detail: 'takes records' };
const ill: Check = { name: 'disk', ok: false, detail: 'is full: make room' };

describe('the status of a role', () => {
  test('/healthz is 200 also when the role is not ready', async () => {
    const get = await serve(async () => [ill]);
    expect(await (await get('/healthz')).json()).toEqual({ ok: true });
  });

  test('/readyz is 200 when every check passes', async () => {
    const answer = await (await serve(async () => [well, well]))('/readyz');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ ready: true, checks: [well, well] });
  });

  test('/readyz is 503 when a check fails, and says which and what to do', async () => {
    const answer = await (await serve(async () => [well, ill]))('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, checks: [well, ill] });
  });

  test('a check or a metric that throws is answered with 503, and the role goes on', async () => {
    const broken = () => Promise.reject(new Error('the store does not answer'));
    const get = await serve(broken, broken);
    for (const path of ['/readyz', '/metrics']) {
      const answer = await get(path);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain('the store does not answer');
    }
    expect((await get('/healthz')).status).toBe(200);
  });

  test('metrics are read at each scrape', async () => {
    let count = 1;
    const get = await serve(
      async () => [],
      metricsText([{ name: 'brain_readings', help: 'Readings', read: () => count }]),
    );
    expect(await (await get('/metrics')).text()).toContain('\ncitynerve_brain_readings 1\n');
    count = 2;
    expect(await (await get('/metrics')).text()).toContain('\ncitynerve_brain_readings 2\n');
  });

  test('other paths are 404 with the list of paths', async () => {
    const answer = await (await serve(async () => []))('/');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('/healthz, /readyz and /metrics');
  });
});
