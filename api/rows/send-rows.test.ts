import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { CITY_TIME, SIGNED_IN, testCity } from '../test-city.ts';
import { isRecord } from './columns.ts';
import { csvRow } from './csv.ts';

const CSV = { ...SIGNED_IN, accept: 'text/csv' };
const NDJSON = { ...SIGNED_IN, accept: 'application/x-ndjson' };
/** Routes whose response has a list beside what it is about. */
const NO_LISTS = ['/api/alerts/:id', '/api/alerts/:id/bundle', '/api/devices/:id', '/api/status', '/readyz'];
const QUERIES: Readonly<Record<string, string>> = {
  '/api/air-quality': '?zoneId=city&standard=cn&period=day',
  '/api/aggregate': '?property=rain.depth',
};

describe('lists, row by row', () => {
  const routes: RouteOptions[] = [];
  let app: ApiServer;
  beforeAll(async () => {
    app = await createApi(testCity().deps, (route) => void routes.push(route));
  });
  afterAll(() => app.close());
  const get = (url: string, headers: Record<string, string>) => app.inject({ url, headers });

  test('every route whose response is a list names it', () => {
    const lists = routes.flatMap(({ url, schema, config }) => {
      const responses: unknown = schema?.response;
      const document = isRecord(responses) ? responses['200'] : null;
      const fields =
        isRecord(document) && isRecord(document['properties']) ? Object.values(document['properties']) : [];
      const hasList = fields.some(
        (field) => isRecord(field) && isRecord(field['items']) && 'properties' in field['items'],
      );
      return hasList && !NO_LISTS.includes(url) ? [[url, config?.rows]] : [];
    });
    expect(lists.length).toBeGreaterThan(12);
    expect(lists.filter(([, rows]) => rows === undefined)).toEqual([]);
  });

  test('NDJSON has each item of the document, in order; CSV has a line for each under as many names', async () => {
    const lists = routes.flatMap(({ url, config }) => (config?.rows === undefined ? [] : [{ url, key: config.rows }]));
    for (const { url, key } of lists) {
      const address = url + (QUERIES[url] ?? '');
      const document = await get(address, SIGNED_IN);
      const items: readonly unknown[] = document.json()[key];
      expect([url, document.headers['vary']?.toLowerCase()]).toEqual([url, expect.stringContaining('accept')]);
      const ndjson = await get(address, NDJSON);
      expect(ndjson.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
      const lines = ndjson.body.split('\n').filter((line) => line !== '');
      expect([url, lines.map((line) => JSON.parse(line))]).toEqual([url, items]);
      const csv = await get(address, CSV);
      expect([url, csv.statusCode, csv.headers['content-type']]).toEqual([url, 200, 'text/csv; charset=utf-8']);
      const table = cellsOf(csv.body);
      expect([url, table.length]).toEqual([url, items.length + 1]);
      expect(new Set(table.map((line) => line.length)).size).toBe(1);
    }
  });

  test('readings have the unit of each row, or in the header where the filter names one property', async () => {
    const [mixed = '', row = ''] = (await get('/api/latest', CSV)).body.split('\r\n');
    expect(mixed).toBe(
      'deviceId,channel,property,zoneId,observedAt [ms],receivedAt [ms],value,quality.level,quality.reasons,offset,unit',
    );
    expect(row).toBe(`rain-1,rain,rain.depth,city,${CITY_TIME - 60_000},${CITY_TIME - 59_995},1.5,good,[],7,mm`);
    const of = async (url: string) => (await get(url, CSV)).body.split('\r\n')[0];
    expect(await of('/api/latest?property=rain.depth')).toContain(',value [mm],quality.level');
    expect(await of('/api/aggregate?property=rain.depth&function=sum')).toContain(
      ',value [mm],valueWithoutRepeats [mm],count,',
    );
    expect(await of('/api/aggregate?property=rain.depth&function=count')).toContain('value [1]');
  });

  test('of a range say it in headers, as the document does', async () => {
    const [air, aggregate] = Object.entries(QUERIES).map(([path, query]) => path + query);
    for (const url of ['/api/readings', '/api/alerts?from=5', `${air}`, `${aggregate}`]) {
      const { from, until } = (await get(url, SIGNED_IN)).json();
      const { headers } = await get(url, CSV);
      const ends = [from, until].map((end) => (end === null ? undefined : String(end)));
      expect([url, headers['citynerve-from'], headers['citynerve-until']]).toEqual([url, ...ends]);
      expect(from).not.toBeNull();
    }
  });

  test('filters, limits and refusals are those of the document', async () => {
    const { headers, body } = await get('/api/readings?limit=1&device=rain-1', CSV);
    expect([headers['citynerve-truncated'], body.trim().split('\r\n').length]).toEqual(['true', 2]);
    const refused = await get('/api/devices?model=none', CSV);
    expect([refused.statusCode, refused.headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect((await app.inject({ url: '/api/latest', headers: { accept: 'text/csv' } })).statusCode).toBe(401);
  });

  test.each([
    ['application/json', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    ['text/csv, application/json', 'application/json'],
    ['text/csv, application/json;q=0.5', 'text/csv'],
    ['text/csv;q=0', 'application/json'],
    ['text/csv, */*', 'text/csv'],
    ['*/*, text/csv', 'text/csv'],
    ['text/csv;q=0.5, */*', 'application/json'],
    ['text/csv;q=0.5, */*;q=0.1', 'text/csv'],
    ['text/*', 'text/csv'],
    ['application/*', 'application/json'],
    ['application/x-ndjson, application/ndjson;q=0.1, */*;q=0.5', 'application/x-ndjson'],
    ['application/json;q=0, */*', 'text/csv'],
    // None that there is: JSON, as the documents say, and not 406.
    ['application/xml', 'application/json'],
    ['text/csv;q=much', 'application/json'],
    ['TEXT/CSV;q=0.4, application/ndjson;q=0.9', 'application/x-ndjson'],
  ])('Accept: %s gives %s', async (accept, type) => {
    const { headers } = await get('/api/latest', { ...SIGNED_IN, accept });
    expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
  });

  test('a text of a device is no formula, and no end of a cell', async () => {
    const detail = '=cmd|"x",\n1';
    const { deps } = testCity();
    const rejected = () => deps.documents.rejected({ limit: 1 }).map((one) => ({ ...one, detail }));
    const hostile = await createApi({ ...deps, documents: { ...deps.documents, rejected } });
    const { body } = await hostile.inject({ url: '/api/rejected', headers: CSV });
    expect(body.split('\r\n')[1]).toMatch(/,not-decodable,"'=cmd\|""x"",\n1"$/);
    await hostile.close();
  });

  test.each([...'=+-@＝＋－＠\t\r\n'])('a text that begins with %j is no formula', (sign) => {
    const row = csvRow([{ path: ['detail'], isInstant: false }], { detail: `${sign}1` });
    expect(row.replaceAll('"', '')).toBe(`'${sign}1\r\n`);
  });

  test('a long list is sent in pieces', async () => {
    const { deps } = testCity();
    const found = await deps.store.latest(['rain-2']);
    const many = found.flatMap((one) => Array.from({ length: 5_000 }, (_, offset) => ({ ...one, offset })));
    const busy = await createApi({ ...deps, store: { ...deps.store, latest: async () => many } });
    const address = await busy.listen({ host: '127.0.0.1', port: 0 });
    const headers = { authorization: 'Bearer good-token', accept: 'text/csv', 'accept-encoding': 'identity' };
    const answer = await fetch(`${address}/api/latest`, { headers });
    expect([answer.headers.get('transfer-encoding'), answer.headers.get('content-length')]).toEqual(['chunked', null]);
    const table = cellsOf(await answer.text());
    expect(table.slice(1).map((line) => Number(line.at(-2)))).toEqual(many.map(({ offset }) => offset));
    const document = await fetch(`${address}/api/latest`, { headers: { ...headers, accept: 'application/json' } });
    expect([document.headers.get('transfer-encoding'), document.headers.get('content-type')]).toEqual([
      'chunked',
      'application/json; charset=utf-8',
    ]);
    expect(await document.text()).toBe(JSON.stringify({ readings: many }));
    await busy.close();
  });
});

/** Lines of cells of a CSV text (RFC 4180). */
function cellsOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}
