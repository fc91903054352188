import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GOOD } from '../../model/quality.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { openInfluxStore } from './influx-store.ts';

// What is sent to InfluxDB 2.x and 3.x, against a stub that records it: Debian and npm have no such server, none was
// run. And answers that a real server gives only on bad days.

interface Heard {
  readonly request: string;
  readonly body: string;
  readonly authorization: string | undefined;
}
type Answer = readonly [status: number, body?: unknown, headers?: http.OutgoingHttpHeaders];

let server: http.Server;
let heard: Heard[];
let store: SeriesStore | undefined;
let answer: (heard: Heard) => Answer | 'break off';

beforeEach(async () => {
  heard = [];
  answer = () => [200, { results: [{ statement_id: 0 }] }];
  server = http.createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const bytes = Buffer.concat(pieces);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    const { authorization } = request.headers;
    const said = { request: `${request.method} ${request.url}`, body: body.toString(), authorization };
    heard.push(said);
    const given = answer(said);
    if (given === 'break off') {
      response.writeHead(200).write('{"results":[{"statement_id":0');
      return void setImmediate(() => response.destroy());
    }
    const [status, content = '', headers = {}] = given;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof content === 'string' ? content : JSON.stringify(content));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  await store?.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const open = (version: 1 | 2 | 3, credential: string | null = version === 1 ? 'user:geheim' : 'geheim') => {
  const { port } = server.address() as AddressInfo;
  const address = {
    host: '127.0.0.1',
    port,
    tls: false,
    database: 'city',
    version,
    ...(version === 2 && { org: 'the org' }),
  };
  store = openInfluxStore({ address, credential, timeoutMillis: 2_000 });
  return store;
};

const BATCH = {
  readings: [
    {
      deviceId: 'rain 1',
      channel: 'rain',
      property: 'rain.depth' as const,
      zoneId: null,
      observedAt: 1_772_323_200_000,
      receivedAt: 1_772_323_200_005,
      value: 1.5,
      quality: GOOD,
      offset: 7,
    },
  ],
  requalified: [],
  nextOffset: 8,
};
const LINE =
  'rain.depth,channel=rain,device=rain\\ 1 offset=7i,quality=0i,receivedAt=1772323200005i,value=1.5 1772323200000';

const requests = () => heard.map(({ request }) => request);
const isWrite = ({ request }: Heard) => request.includes('/write?');
const isRows = (each: Heard) => isWrite(each) && each.body.startsWith('rain.depth');

describe('InfluxDB 2.x is sent (tested against a stub only)', () => {
  const secondGeneration =
    (buckets: readonly unknown[], mappings: readonly unknown[]) =>
    (each: Heard): Answer => {
      if (each.request.includes('/orgs?')) return [200, { orgs: [{ id: 'o1', name: 'the org' }] }];
      if (each.request.startsWith('GET /api/v2/buckets')) return [200, { buckets }];
      if (each.request.startsWith('POST /api/v2/buckets')) return [201, { id: 'b1' }];
      if (each.request.startsWith('GET /api/v2/dbrps')) return [200, { content: mappings }];
      if (each.request.startsWith('POST /api/v2/dbrps')) return [201, { id: 'm1' }];
      return isWrite(each) ? [204] : [200, { results: [{ statement_id: 0 }] }];
    };

  it('a bucket and its mapping for InfluxQL, then rows, then the cursor', async () => {
    answer = secondGeneration([], []);
    await open(2).write(BATCH);
    expect(requests().map((request) => request.replace(/%20/g, '+'))).toEqual([
      'GET /api/v2/orgs?org=the+org',
      'GET /api/v2/buckets?orgID=o1&name=city',
      'POST /api/v2/buckets',
      'GET /api/v2/dbrps?orgID=o1&db=city',
      'POST /api/v2/dbrps',
      'POST /query?db=city&epoch=ms&chunked=true&chunk_size=5000',
      'POST /api/v2/write?org=the+org&bucket=city&precision=ms',
      'POST /api/v2/write?org=the+org&bucket=city&precision=ms',
      'POST /query?db=city&epoch=ms&chunked=true&chunk_size=5000',
      'POST /api/v2/write?org=the+org&bucket=city&precision=ms',
      'POST /api/v2/write?org=the+org&bucket=city&precision=ms',
    ]);
    const [bucket, mapping] = [heard[2], heard[4]].map((each) => JSON.parse(each?.body ?? ''));
    expect(bucket).toEqual({ orgID: 'o1', name: 'city', retentionRules: [] });
    expect(mapping).toEqual({
      bucketID: 'b1',
      database: 'city',
      retention_policy: 'autogen',
      default: true,
      orgID: 'o1',
    });
    expect(heard.filter(isWrite).map(({ body }) => body)).toEqual([
      expect.stringMatching(/^citynerve\.progress identity="[-0-9a-f]+",nextOffset=0i,booksFrom=0i 0$/),
      expect.stringMatching(/^citynerve\.books,of=[0-9a-f]{8} isOpen=true 0$/),
      LINE,
      expect.stringMatching(
        /^citynerve\.books,of=[0-9a-f]{8} device="rain 1",taken=1i,.*outsideRetention=0i,skipped=0i 1\ncitynerve\.progress nextOffset=8i 0$/,
      ),
    ]);
    expect(new Set(heard.map(({ authorization }) => authorization))).toEqual(new Set(['Token geheim']));
  });

  it('nothing to make what is there already', async () => {
    answer = secondGeneration([{ id: 'b1', name: 'city', retentionRules: [] }], [{ bucketID: 'b1' }]);
    await open(2).cursor();
    expect(requests().filter((request) => /^POST .*(buckets|dbrps)/.test(request))).toEqual([]);
  });

  it('no rows into a bucket that would forget them', async () => {
    answer = secondGeneration(
      [{ id: 'b1', name: 'city', retentionRules: [{ type: 'expire', everySeconds: 3600 }] }],
      [],
    );
    await expect(open(2).write(BATCH)).rejects.toThrow(/forgets rows after 3600 s/);
    expect(heard.filter(isWrite)).toEqual([]);
  });

  it('a line that it refuses with 422 is recorded as refused', async () => {
    const there = secondGeneration([], []);
    const said =
      'failure writing points to database: partial write: field type conflict: input field "value" on measurement "rain.depth" is type float, already exists as type integer dropped=1';
    answer = (each) => (isRows(each) ? [422, { code: 'unprocessable entity', message: said }] : there(each));
    const { refused } = await open(2).write(BATCH);
    expect(refused).toEqual([
      { reading: BATCH.readings[0], detail: expect.stringContaining('already exists as type integer') },
    ]);
  });
});

describe('InfluxDB 3.x is sent (tested against a stub only)', () => {
  it('its database, rows by the write of 2.x, and queries of 1.x', async () => {
    answer = (each) =>
      each.request.includes('/configure/')
        ? [409, { error: 'exists' }]
        : isWrite(each)
          ? [204]
          : [200, { results: [{}] }];
    await open(3).write(BATCH);
    expect(requests()).toEqual([
      'POST /api/v3/configure/database',
      'POST /query?db=city&epoch=ms&chunked=true&chunk_size=5000',
      'POST /api/v2/write?org=&bucket=city&precision=ms',
      'POST /api/v2/write?org=&bucket=city&precision=ms',
      'POST /query?db=city&epoch=ms&chunked=true&chunk_size=5000',
      'POST /api/v2/write?org=&bucket=city&precision=ms',
      'POST /api/v2/write?org=&bucket=city&precision=ms',
    ]);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ db: 'city' });
    expect(new Set(heard.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer geheim']));
    expect(heard.filter(isRows).map(({ body }) => body)).toEqual([LINE]);
  });

  it('lines one by one when it says that some are wrong', async () => {
    const said = {
      error: 'partial write of line protocol occurred',
      data: [{ line_number: 1, error_message: 'invalid' }],
    };
    answer = (each) => (isRows(each) ? [400, said] : isWrite(each) ? [204] : [200, { results: [{}] }]);
    const { refused } = await open(3).write(BATCH);
    expect(refused).toMatchObject([{ detail: expect.stringContaining('invalid') }]);
  });
});

describe('a server on a bad day', () => {
  it.each([
    [429, /cannot answer now \(429/],
    [503, /cannot answer now \(503/],
    [408, /cannot answer now \(408/],
    [401, /secrets\/store\.token/],
    [403, /secrets\/store\.token/],
    [404, /is "version" in the store's address/],
    [302, /answered 302/],
  ])(
    'that answers %i to rows makes the write fail once, with a sentence, and take nothing for done',
    async (status, words) => {
      answer = (each) => (isRows(each) ? [status, { error: 'no' }] : isWrite(each) ? [204] : [200, { results: [{}] }]);
      const opened = open(1);
      await expect(opened.write(BATCH)).rejects.toThrow(words);
      expect(heard.filter(isRows)).toHaveLength(1);
      expect(heard.filter(({ body }) => body.includes('citynerve.progress nextOffset=8i 0'))).toEqual([]);
      expect((await opened.health()).isHealthy).toBe(false);
      answer = (each) => (isWrite(each) ? [204] : [200, { results: [{}] }]);
      expect(await opened.write(BATCH)).toEqual({ refused: [] });
    },
  );

  it('does not refuse lines with a 400 that is not about lines', async () => {
    answer = (each) =>
      isRows(each) ? [400, 'the proxy knows no such host'] : isWrite(each) ? [204] : [200, { results: [{}] }];
    await expect(open(1).write(BATCH)).rejects.toThrow(/answered 400: the proxy/);
  });

  it('gets smaller requests when one is too large', async () => {
    const readings = Array.from(
      { length: 8 },
      (_, i) => ({ ...BATCH.readings[0], observedAt: i, offset: i }) as (typeof BATCH.readings)[0],
    );
    answer = (each) =>
      isRows(each) && each.body.split('\n').length > 3
        ? [413, { error: 'too large' }]
        : isWrite(each)
          ? [204]
          : [200, { results: [{}] }];
    expect(await open(1).write({ ...BATCH, readings })).toEqual({ refused: [] });
    expect(heard.filter(isRows).map(({ body }) => body.split('\n').length)).toEqual([8, 4, 2, 2, 4, 2, 2]);
  });

  it.each<[string, Answer | 'break off', RegExp]>([
    ['an error inside a success', [200, { results: [{ statement_id: 0, error: 'engine: closed' }] }], /engine: closed/],
    ['something that is no JSON', [200, 'json: unsupported value: +Inf'], /none: json: unsupported value/],
    ['JSON of another shape', [200, [1, 2]], /that is none/],
    ['half of an answer', 'break off', /cannot be reached/],
    ['an answer that says it is not all', [200, { results: [{ series: [], partial: true }] }], /broke off/],
  ])('that gives %s to a question is not believed', async (_, given, words) => {
    answer = () => given;
    await expect(open(1).range({ from: 0, until: 1, limit: 1 })).rejects.toThrow(words);
  });

  it('is never told to anyone with the credential', async () => {
    answer = () => [500, { error: 'no' }];
    const opened = open(1);
    const failure = (await opened.write(BATCH).catch((error: Error) => error)) as Error;
    expect(
      `${failure.message} ${failure.stack} ${JSON.stringify(failure)} ${(await opened.health()).detail}`,
    ).not.toContain('geheim');
  });

  it('is not asked at all with a credential that cannot be one', () => {
    expect(() => open(1, 'geheim')).toThrow(/does not hold user:password/);
    expect(() => open(2, 'ge\nheim')).toThrow(/in one line/);
  });
});
