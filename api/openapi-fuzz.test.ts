import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { SIGNED_IN, testCity } from './test-city.ts';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: { readonly enum?: readonly string[]; readonly minimum?: number; readonly maximum?: number };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

/** Names that exist in the test city, so that not every question ends at an unknown one. */
const KNOWN = ['city', 'road-1', 'rain-1', 'rain', 'heat', 'Europe/London', '2026-10-25T00:00:00Z', '1700000000000'];
const EDGES = [0, -0, 1, -1, 0.5, 1e10, 1e15, 8.64e15, 8.64e15 + 1, Number.MAX_SAFE_INTEGER, 1e21, Number.NaN, 1e308];

/** Texts for a parameter: what its schema allows, its bounds and what lies beyond them, and anything at all. */
function textsFor({ schema }: Parameter): fc.Arbitrary<string> {
  const bounds = [schema.minimum, schema.maximum].flatMap((bound) =>
    bound === undefined ? [] : [bound - 1, bound, bound + 1],
  );
  const likely = [...KNOWN, ...(schema.enum ?? []), ...[...EDGES, ...bounds].map(String)];
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...(schema.enum ?? likely)) },
    { weight: 2, arbitrary: fc.constantFrom(...likely) },
    fc.string({ unit: 'binary', maxLength: 400 }),
  );
}

const requestFor = (path: string, parameters: readonly Parameter[]) =>
  fc
    .record(Object.fromEntries(parameters.map((each) => [`${each.in} ${each.name}`, textsFor(each)])), {
      requiredKeys: parameters.filter((each) => each.in === 'path').map((each) => `path ${each.name}`),
    })
    .map((values) => {
      const query = new URLSearchParams();
      let url = path;
      for (const { in: place, name } of parameters) {
        const value = values[`${place} ${name}`];
        if (value === undefined) continue;
        if (place === 'query') query.append(name, value.toWellFormed());
        else url = url.replace(`{${name}}`, encodeURIComponent(value.toWellFormed()));
      }
      return `${url}?${query}`;
    });

let app: ApiServer;
let operations: readonly { readonly path: string; readonly method: string; readonly operation: Operation }[];
beforeAll(async () => {
  app = await createApi(testCity().deps);
  const document: { paths: Record<string, Record<string, Operation>> } = (
    await app.inject({ url: '/api/openapi.json', headers: SIGNED_IN })
  ).json();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(() => app.close());

/** The documented response of a status; undefined: there is none. */
const documented = ({ responses }: Operation, status: number) =>
  responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`];

async function expectDocumented(method: string, url: string, operation: Operation, payload?: string): Promise<void> {
  const headers = { ...SIGNED_IN, 'x-citynerve': '1', ...(payload && { 'content-type': 'application/json' }) };
  const answer = await app.inject({ method: method.toUpperCase() as 'GET', url, headers, ...(payload && { payload }) });
  const response = documented(operation, answer.statusCode);
  expect([url, answer.statusCode, response !== undefined]).toEqual([url, answer.statusCode, true]);
  expect(answer.statusCode, url).not.toBe(500);
  const type = String(answer.headers['content-type'] ?? '').split(';')[0];
  if (answer.body !== '')
    expect([url, Object.keys(response?.content ?? {})]).toEqual([url, expect.arrayContaining([type])]);
}

test('whatever stands in path and query, the answer is a documented one, and never 500', async () => {
  // The stream does not end; its tests are its own.
  const read = operations.filter(({ method, path }) => method === 'get' && path !== '/api/stream');
  expect(read.length).toBeGreaterThan(25);
  for (const { path, operation } of read) {
    const requests = requestFor(path, operation.parameters ?? []);
    const numRuns = (operation.parameters ?? []).length === 0 ? 1 : 60;
    await fc.assert(
      fc.asyncProperty(requests, (url) => expectDocumented('get', url, operation)),
      { numRuns },
    );
  }
});

test('whatever stands in a body, the answer is a documented one, and never 500', async () => {
  const changes = operations.filter(({ method, path }) => method === 'post' && path.startsWith('/api/'));
  expect(changes.length).toBeGreaterThan(1);
  const bodies = fc.oneof(fc.json(), fc.string({ minLength: 1 }), fc.constant('{"note":""}'));
  for (const { path, operation } of changes) {
    const requests = requestFor(path, operation.parameters ?? []);
    await fc.assert(
      fc.asyncProperty(requests, bodies, (url, body) => expectDocumented('post', url, operation, body)),
      { numRuns: 60 },
    );
  }
});
