import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { testCity } from './test-city.ts';

describe('the console', () => {
  let parent: string;
  let app: ApiServer;
  const get = (url: string, accept = 'text/html') => app.inject({ url, headers: { accept } });
  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'citynerve-console-'));
    const consoleDirectory = join(parent, 'dist');
    mkdirSync(join(consoleDirectory, 'assets'), { recursive: true });
    writeFileSync(join(parent, 'secret.txt'), 'secret');
    writeFileSync(join(consoleDirectory, '.env'), 'secret');
    writeFileSync(join(consoleDirectory, 'index.html'), '<p>the city</p>');
    writeFileSync(join(consoleDirectory, 'assets', 'page-1a2b.js'), 'const page = 1;');
    app = await createApi(testCity({ consoleDirectory }).deps);
  });
  afterAll(async () => {
    await app.close();
    rmSync(parent, { recursive: true });
  });

  test('is served without a session, so that it can explain how to sign in', async () => {
    const answer = await get('/');
    expect([answer.statusCode, answer.body]).toEqual([200, '<p>the city</p>']);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  test('files whose names contain a hash are cached for ever', async () => {
    const answer = await get('/assets/page-1a2b.js', '*/*');
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toContain('javascript');
  });

  test('answers a link into the page with the page', async () => {
    expect((await get('/alerts/waterlogging?x=1')).body).toBe('<p>the city</p>');
  });

  test.each(['/api/nothing', '/assets/gone.js', '/.env', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt'])(
    '%s is not there',
    async (url) => {
      const answer = await get(url);
      expect(answer.body).not.toContain('secret');
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    },
  );

  test('an address that cannot be decoded is a problem document like any other', async () => {
    expect((await get('/%E0%A4%A')).json()).toMatchObject({ status: 400 });
  });

  test('that is not built is answered with how to build it', async () => {
    const bare = await createApi(testCity().deps);
    const answer = await bare.inject({ url: '/' });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('The console is not built');
    expect(answer.body).toContain('控制台尚未构建');
    await bare.close();
  });
});
