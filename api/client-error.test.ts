import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { testCity } from './test-city.ts';

describe('what is no request', () => {
  let app: ApiServer;
  let port: number;
  beforeAll(async () => {
    app = await createApi(testCity().deps);
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  afterAll(() => app.close());

  /** All that comes back until the connection is closed. */
  const answerTo = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect({ host: '127.0.0.1', port }, () => socket.write(text));
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        answer += chunk;
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });

  test.each([
    ['an address that is too long', `GET /api/readings?cursor=${'x'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
    ['another protocol', '\u0016\u0003\u0001\r\n\r\n', 400],
    ['a method that does not exist', 'BREW /api/city HTTP/1.1\r\nhost: a\r\n\r\n', 400],
  ])('%s is answered with a problem document', async (_what, text, status) => {
    const [head = '', body = ''] = (await answerTo(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\w ]+\r\ncontent-type: application/problem\\+json`));
    expect(JSON.parse(body)).toMatchObject({ status, type: 'about:blank' });
  });
});
