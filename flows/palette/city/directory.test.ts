import { expect, test } from 'vitest';
import { createManualClock, settled } from '../test/manual-clock.ts';
import { createDirectory } from './directory.ts';

/** A city with all zones below `city`, and a caller that waits for one of them. */
function stubDirectory() {
  const clock = createManualClock(1_000_000);
  const city = { zones: ['north'], isAway: false, asked: [] as number[] };
  const directory = createDirectory(async (path) => {
    if (path === '/api/zones') city.asked.push(clock.now() - 1_000_000);
    if (city.isAway) throw new Error('away');
    if (path !== '/api/zones') return { devices: [] };
    return { features: city.zones.map((id) => ({ properties: { id, parentId: 'city' } })) };
  }, clock);
  const located: string[] = [];
  const closing = new AbortController();
  const { signal } = closing;
  let silences = 0;
  const locate = async (zoneId: string): Promise<void> => {
    await directory.locate(zoneId, {
      wantedAt: clock.now(),
      signal,
      onFailure() {
        silences += 1;
      },
    });
    located.push(`${zoneId} ${directory.isWithin(zoneId, 'city') ? 'within' : 'outside'}`);
  };
  return { clock, city, directory, located, locate, close: () => closing.abort(), silences: () => silences };
}

test('a city that does not answer is asked again with back-off, once for all callers', async () => {
  const { clock, city, located, locate, silences } = stubDirectory();
  city.isAway = true;
  void locate('north');
  void locate('north');
  await clock.advance(6_999);
  expect([city.asked, located]).toEqual([[0, 1000, 3000], []]);
  expect(silences()).toBeGreaterThan(0);
  city.isAway = false;
  await clock.advance(1);
  expect(located).toEqual(['north within', 'north within']);
  expect(clock.wound).toBe(0);
});

test('a zone that was added since is searched for, at most twice a minute', async () => {
  const { clock, city, directory, located, locate } = stubDirectory();
  await directory.load();
  await clock.advance(1000);
  city.zones.push('new');
  await locate('new');
  await clock.advance(1000);
  void locate('removed');
  void locate('removed');
  await clock.advance(28_999);
  expect([city.asked, located]).toEqual([[0, 1000], ['new within']]);
  await clock.advance(1);
  expect([city.asked, located]).toEqual([
    [0, 1000, 31_000],
    ['new within', 'removed outside', 'removed outside'],
  ]);
});

test('an aborted wait leaves no timer and no listener', async () => {
  const { clock, city, located, locate, close } = stubDirectory();
  city.isAway = true;
  void locate('north');
  await settled();
  expect(clock.wound).toBe(1);
  close();
  await settled();
  expect([clock.wound, city.asked, located]).toEqual([0, [0], ['north outside']]);
});

test('a body that is no list of zones does not count as an answer', async () => {
  const clock = createManualClock();
  const directory = createDirectory(async () => ({ error: 'starting' }), clock);
  const closing = new AbortController();
  let isLocated = false;
  const waits = directory.locate('north', { wantedAt: 0, signal: closing.signal }).then(() => {
    isLocated = true;
  });
  await clock.advance(60_000);
  expect(isLocated).toBe(false);
  closing.abort();
  await waits;
});
