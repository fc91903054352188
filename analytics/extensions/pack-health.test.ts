import { expect, test } from 'vitest';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { createAnalytics } from '../analytics.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { STANDARDS } from '../standards/index.ts';
import { TEST_ENGINE, testRegistry } from '../test-city.ts';
import { parseSeries, seriesEvents } from '../test-series.ts';

const events = seriesEvents(parseSeries('road.flood_depth@depth-1/underpass 0x3'));
const [, rain] = STANDARDS as readonly [StandardsPack, StandardsPack];
const wrong = { ...rain, vectors: [{ input: { hourlyRainMm: [40, 40, 20] }, expected: 'blue' }] };

/** A registry whose packs a test changes, and the fold over it. */
function open() {
  const registry = testRegistry();
  const packs = new Map(registry.packs);
  const make = () => createAnalytics({ registry: { ...registry, packs }, scenarios: SCENARIOS, engine: TEST_ENGINE });
  const put = (pack: StandardsPack) => packs.set(`${pack.id}@${pack.version}`, pack);
  return { analytics: make(), make, put };
}

test('a refused pack is off, its scenario watches no zone, and a valid pack in its place ends that', () => {
  const { analytics, put } = open();
  put(wrong);
  analytics.handle(events);
  expect(analytics.extensions().find(({ kind }) => kind === 'pack')).toMatchObject({
    id: expect.stringContaining(`${rain.id}@${rain.version}`),
    isOn: false,
    lastError: expect.stringContaining('blue'),
    sinceOffset: 100,
  });
  expect(analytics.notWatched()).toEqual([
    { scenarioId: 'waterlogging', zoneId: 'cell' },
    { scenarioId: 'waterlogging', zoneId: 'dry-cell' },
    { scenarioId: 'waterlogging', zoneId: 'underpass' },
  ]);
  put(rain);
  analytics.handle(events);
  expect(analytics.notWatched()).toEqual([]);
  expect(analytics.extensions().map(({ kind }) => kind)).toEqual(['scenario']);
});

test('a malformed pack is refused like any other, and is not reported again after a restore', () => {
  const { analytics, make, put } = open();
  put(Object.assign({}, rain, { table: { bad: null } }));
  analytics.handle(events);
  const saved: unknown = JSON.parse(JSON.stringify(analytics.snapshot()));
  const restored = make();
  restored.restore(saved);
  for (const each of [analytics, restored]) each.handle(events.map((event) => ({ ...event, offset: 900 })));
  expect(restored.extensions()).toEqual(analytics.extensions());
  expect(restored.extensions().find(({ kind }) => kind === 'pack')?.sinceOffset).toBe(100);
});
