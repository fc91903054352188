import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from '../../api/api-server.ts';
import { createApi } from '../../api/create-api.ts';
import { BEARER, READER, testCity } from '../../api/test-city.ts';
import { GOOD } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { openDuckStore } from '../../store/duckdb/duck-store.ts';

const DAY = Date.UTC(2026, 9, 24);
const READINGS = 88_751;
const RANGE = `property=drain.level&from=${DAY}&until=2026-10-25T00:00:00Z`;

/** A day of two gauges; half of the instants are those of both, and one instant has 6,000 readings. */
const readingAt = (n: number): Reading => {
  const isAtOnce = n >= 40_000 && n < 46_000;
  const observedAt = DAY + (isAtOnce ? 40_000 : n - (n % 2)) * 900;
  return {
    deviceId: n % 2 === 0 ? 'rain-1' : 'rain-2',
    channel: isAtOnce ? `level-${n}` : 'level',
    property: 'drain.level',
    zoneId: 'road-1',
    observedAt,
    receivedAt: observedAt + 5,
    value: n,
    quality: GOOD,
    offset: n,
  };
};

interface Page {
  readonly readings: readonly Reading[];
  readonly next: string | null;
}

describe('questions to a city with a full day of readings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-questions-'));
  let store: SeriesStore;
  let app: ApiServer;
  let address: string;
  beforeAll(async () => {
    store = await openDuckStore({ file: join(folder, 'readings.duckdb') });
    const readings = Array.from({ length: READINGS }, (_, n) => readingAt(n));
    await store.write({ readings, requalified: [], nextOffset: READINGS });
    app = await createApi(testCity({ store }).deps);
    address = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await app.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const ask = (path: string) => fetch(`${address}${path}`, { headers: BEARER });

  test('pages of 5,000 lose none of 88,751, whatever has the same instant', async () => {
    const values = new Set<number>();
    let pages = 0;
    let path: string | null = `/api/readings?zone=city&${RANGE}&limit=5000`;
    while (path !== null) {
      const answer = await ask(path);
      const { readings, next } = (await answer.json()) as Page;
      expect(answer.headers.get('link')).toBe(next === null ? null : `<${next}>; rel="next"`);
      for (const { value } of readings) values.add(value);
      pages += 1;
      path = next;
    }
    expect([pages, values.size]).toEqual([18, READINGS]);
  });

  test('twenty questions of 50,000 readings at once are all answered, and health does not wait for them', async () => {
    const events: string[] = [];
    const questions = Array.from({ length: 20 }, async () => {
      const answer = await ask(`/api/readings?${RANGE}&limit=50000`);
      const { readings } = (await answer.json()) as Page;
      events.push('answer');
      return [answer.status, readings.length];
    });
    for (let n = 0; n < 5; n += 1) {
      expect((await ask('/healthz')).status).toBe(200);
      events.push('health');
    }
    const small = await ask(`/api/readings?property=drain.level&from=${DAY}&until=${DAY + 3_600_000}&limit=20000`);
    events.push('page');
    expect(((await small.json()) as Page).readings.length).toBeGreaterThan(3_000);
    expect(await Promise.all(questions)).toEqual(questions.map(() => [200, 50_000]));
    // All of them before the last answer: whatever the machine, they did not stand behind the questions.
    expect(events.at(-1)).toBe('answer');
  });

  test('one user with 230 streams is told so, and everybody else still gets theirs', async () => {
    const { port } = app.server.address() as AddressInfo;
    const open = (headers: Record<string, string>) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        get({ port, path: '/api/stream', headers, agent: false }, resolve).on('error', reject);
      });
    const greedy = await Promise.all(Array.from({ length: 230 }, () => open(BEARER)));
    const other = await open(READER);
    const statuses = Map.groupBy(greedy, ({ statusCode }) => statusCode);
    expect([...statuses].map(([status, all]) => [status, all.length]).sort()).toEqual([
      [200, 50],
      [429, 180],
    ]);
    expect(statuses.get(429)?.[0]?.headers['retry-after']).toBe('2');
    expect([other.statusCode, (await ask('/healthz')).status]).toEqual([200, 200]);
    for (const answer of [...greedy, other]) answer.on('error', () => {}).destroy();
  });
});
