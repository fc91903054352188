import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../model/alert.ts';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { ALERT, SIGNED_IN, testCity } from './test-city.ts';

interface Operation {
  readonly summary?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: object }[];
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Answer {
  readonly description?: string;
  readonly headers?: object;
  readonly content?: Content;
}
/** Queries of the routes that need one. */
const QUERIES: Readonly<Record<string, string>> = {
  '/api/air-quality': '?zoneId=city&standard=cn&period=day',
  '/api/aggregate': '?property=rain.depth',
};
type Content = Readonly<Record<string, { readonly schema: object }>>;

const HASH = 'ab'.repeat(32);
/** The alert of the test city, with evidence of its step. */
const withStep = (id: string): Alert | null =>
  id === ALERT.id ? { ...ALERT, history: ALERT.history.map((change) => ({ ...change, evidenceHash: HASH })) } : null;

describe('the OpenAPI document', () => {
  const routes: RouteOptions[] = [];
  let app: ApiServer;
  let document: { openapi: string; info: object; paths: Record<string, Record<string, Operation>>; security: object[] };
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
    );
  beforeAll(async () => {
    const { documents } = testCity().deps;
    const city = testCity({ documents: { ...documents, alert: withStep, evidence: () => ALERT.evidence } });
    app = await createApi(city.deps, (route) => void routes.push(route));
    document = (await app.inject({ url: '/api/openapi.json', headers: SIGNED_IN })).json();
  });
  afterAll(() => app.close());

  test('is OpenAPI 3.1 and closed by default', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'Citynerve', version: '0.1.0' });
    expect(document.security).toEqual([{ session: [] }, { token: [] }]);
  });

  test('says the default range of readings, and where the range of an answer stands', () => {
    const { parameters, responses } = document.paths['/api/readings']?.['get'] ?? { responses: {} };
    const described = JSON.stringify(parameters?.filter(({ name }) => name === 'from' || name === 'until'));
    expect(described).toContain('default: an hour before `until`');
    expect(described).toContain('default: now in city time');
    expect(Object.keys(responses['200']?.headers ?? {})).toEqual([
      'citynerve-truncated',
      'citynerve-from',
      'citynerve-until',
    ]);
    expect(document.paths['/api/zones']?.['get']?.responses['200']?.headers).toBeUndefined();
  });

  test('lists every route but those of the console and of the flows', () => {
    const registered = routes
      .filter(({ url }) => url !== '/' && url !== '/*' && !url.startsWith('/flows'))
      .filter(({ method, config }) => method !== 'HEAD' && config?.allow === undefined)
      .map(({ method, url }) => `${String(method).toLowerCase()} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(
      operations()
        .map(({ path, method }) => `${method} ${path}`)
        .sort(),
    ).toEqual(registered.sort());
  });

  test('has a summary, responses, errors and path parameters for every route', () => {
    for (const { path, operation } of operations()) {
      expect(operation.summary, path).toBeTruthy();
      const statuses = Object.keys(operation.responses);
      expect(statuses, path).toEqual(expect.arrayContaining(['4XX', '5XX', expect.stringMatching(/^20[0-4]$/)]));
      for (const response of Object.values(operation.responses)) expect(response.description, path).toBeTruthy();
      const declared = operation.parameters?.filter((one) => one.in === 'path').map(({ name }) => name) ?? [];
      expect(declared, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  test('marks as open exactly the routes that are', () => {
    const open = operations().filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'get /api/session',
      'get /healthz',
      'get /metrics',
      'get /readyz',
      'get /signin',
      'post /signin',
    ]);
  });

  test('has only valid JSON Schema 2020-12, and every JSON response conforms to its schema', async () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false, strictRequired: false });
    const answered: string[] = [];
    for (const { path, method, operation } of operations()) {
      for (const { schema } of operation.parameters ?? []) ajv.compile(schema);
      for (const { content } of Object.values(operation.responses)) {
        for (const { schema } of Object.values(content ?? {})) ajv.compile(schema);
      }
      const schema = operation.responses['200']?.content?.['application/json']?.schema;
      if (method !== 'get' || schema === undefined) continue;
      const id = path.startsWith('/api/devices') ? 'rain-1' : encodeURIComponent(ALERT.id);
      const query = QUERIES[path] ?? '';
      const answer = await app.inject({
        url: path.replace('{id}', id).replace('{hash}', HASH) + query,
        headers: SIGNED_IN,
      });
      expect([path, answer.statusCode]).toEqual([path, 200]);
      const isValid = ajv.compile(schema);
      isValid(answer.json());
      expect(isValid.errors, path).toBeNull();
      answered.push(path);
    }
    expect(answered.length).toBeGreaterThan(14);
  });
});
