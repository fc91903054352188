import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import type { ExtensionHealth, NotWatched } from '../../model/extension-health.ts';
import { citynerve } from '../harness/command-line.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

let city: TestCity;
beforeEach(async () => {
  city = await startTestCity({ devices: [testDevice('depth-1', 'road-flood-depth')] });
});
afterEach(() => city.close());

const extension = (...args: readonly string[]) => citynerve('extension', ...args, '--data', city.folder.root);

const health = () =>
  city.get<{ items: readonly ExtensionHealth[]; notWatched: readonly NotWatched[] }>('/api/extensions');

/** The gauge in the underpass publishes a depth; resolves with the open alerts when it has been folded. */
async function say(depth: number): Promise<readonly Alert[]> {
  const gauge = await city.connect('depth-1');
  await gauge.publishAsync('city/v1/devices/depth-1/telemetry', JSON.stringify({ values: { depth } }), { qos: 1 });
  gauge.end();
  await city.folded();
  return (await city.get<{ alerts: readonly Alert[] }>('/api/alerts')).alerts;
}

test('a person switches a scenario off in one zone, sees it, and switches it on again', async () => {
  expect(await extension('off', 'flooding')).toMatchObject({ code: 2, text: expect.stringContaining('waterlogging') });
  expect(await extension('off', 'waterlogging', '--zone', 'atlantis')).toMatchObject({ code: 2 });
  const off = await extension('off', 'waterlogging', '--zone', 'underpass', '--user', 'li');
  expect(off).toMatchObject({ code: 0, text: expect.stringContaining('is off in underpass') });
  expect(await say(60)).toEqual([]);
  const { text } = await extension('list');
  expect(text).toMatch(
    /OFF {2}scenario waterlogging {2}underpass since offset \d+ by li, 0 failures: switched off by li/,
  );
  expect(text).toContain('not watched: underpass by waterlogging');

  await city.restart();
  expect((await health()).notWatched).toEqual([{ scenarioId: 'waterlogging', zoneId: 'underpass' }]);
  expect(await extension('on', 'waterlogging', '--zone', 'underpass')).toMatchObject({ code: 0 });
  expect(await say(61)).toMatchObject([{ scenarioId: 'waterlogging', zoneId: 'underpass', status: 'open' }]);
  expect((await health()).notWatched).toEqual([]);
});
