// Above 90 lines because all cases of a node that was away need the same city.
import { expect, test } from 'vitest';
import type { MqttListener } from '../../city/mqtt-link.ts';
import { createManualClock, settled } from '../../test/manual-clock.ts';
import { type AlertWatchOptions, watchAlerts } from './alert-watch.ts';

const T0 = 1_700_000_000_000;
const HOUR = 3_600_000;

/** An alert whose history is written as `raised cleared`, its steps a second apart from `at` on. */
const alert = (id: string, at: number, story = 'raised') => {
  const history = story.split(' ').map((change, index) => ({ at: at + index * 1000, change, severity: 'warn' }));
  const status = story.endsWith('cleared') ? 'cleared' : 'open';
  const place = { scenarioId: 'waterlogging', zoneId: 'cell-1' };
  return { id, revision: history.length, ...place, status, severity: 'warn', title: {}, history };
};

/** A city with one node that starts and stops; its record goes through JSON, as through a context on disk. */
function stubCity() {
  const clock = createManualClock();
  const city = { isAway: false, time: T0 as number | null, alerts: [] as object[], told: [] as string[] };
  const given = { refused: [] as string[], stored: undefined as unknown };
  let listener: MqttListener | null = null;

  return {
    clock,
    city,
    given,
    start(changes: Partial<AlertWatchOptions> = {}) {
      const watch = watchAlerts(
        {
          async getJson(path) {
            if (city.isAway) throw new Error('away');
            return path === '/api/city' ? { cityTime: city.time } : { alerts: city.alerts };
          },
          mqtt: () => ({
            listen(one) {
              listener = one;
              return () => {
                listener = null;
              };
            },
          }),
        },
        {
          clock,
          cityId: 'city',
          scenarioId: '',
          wantsOpenOnes: false,
          stored: given.stored,
          whenDecidable: async () => {},
          onNews: ({ id }, news) => city.told.push(`${id} ${news.map(({ change }) => change).join(' ')}`),
          onRecord(record) {
            given.stored = JSON.parse(JSON.stringify(record));
          },
          onState() {},
          onUnreadable() {},
          onNoRoom: ({ id }) => given.refused.push(id),
          ...changes,
        },
      );
      return watch;
    },
    connect: async () => {
      listener?.onState({ kind: 'connected' });
      await settled();
    },
    disconnect: () => listener?.onState({ kind: 'waiting' }),
    say: async (about: object, isRetained = false) => {
      listener?.onMessage({ topic: 'city/v1/alerts/cell-1/waterlogging/a', text: JSON.stringify(about), isRetained });
      await settled();
    },
  };
}

test('an alert that opens while a node is away is sent, also when the node has seen none before', async () => {
  const { city, start, connect, say } = stubCity();
  const first = start();
  await connect();
  first.close();
  const opened = alert('opened', T0 + 5000);
  city.alerts = [opened, alert('brief', T0 + 6000, 'raised cleared'), alert('long-over', T0 - 5000, 'raised cleared')];
  start();
  await connect();
  await say(opened, true);
  expect(city.told).toEqual(['opened raised', 'brief raised cleared']);
});

test('no change is sent twice, however often the node starts', async () => {
  const { city, start, connect, say } = stubCity();
  city.alerts = [alert('open', T0 + 5000), alert('over', T0 + 6000, 'raised cleared')];
  for (let count = 0; count < 3; count += 1) {
    const watch = start();
    await connect();
    if (count > 0) await say(city.alerts[0] ?? {}, true);
    watch.close();
  }
  expect(city.told).toEqual(['open raised', 'over raised cleared']);
});

test('an alert that was open before is not new when a redeploy comes before the broker has sent it', async () => {
  const { city, start, connect, say } = stubCity();
  const old = alert('old', T0 - HOUR);
  start().close();
  const first = start();
  await connect();
  first.close();
  start();
  await connect();
  await say(old, true);
  expect(city.told).toEqual([]);
});

test('alerts that the brain publishes again after a restart are not new to a node that has seen none', async () => {
  const { city, start, connect, say } = stubCity();
  const first = start();
  await connect();
  first.close();
  city.time = T0 + HOUR;
  start();
  await connect();
  await say(alert('old', T0 - HOUR));
  await say(alert('new', T0 + HOUR / 2));
  expect(city.told).toEqual(['new raised']);
});

test('listening counts also while the API does not answer', async () => {
  const { clock, city, start, connect, say } = stubCity();
  city.isAway = true;
  const first = start();
  await connect();
  await say(alert('old', T0 - HOUR), true);
  first.close();
  start();
  await connect();
  await say(alert('old', T0 - HOUR), true);
  await say(alert('opened', T0 + 5000), true);
  city.alerts = [alert('opened', T0 + 5000, 'raised cleared'), alert('old', T0 - HOUR, 'raised cleared')];
  city.isAway = false;
  await clock.advance(30_000);
  expect(city.told).toEqual(['opened raised', 'old cleared', 'opened cleared']);
});

test('when city time is known late, the start of listening is computed back', async () => {
  const { clock, city, given, start, connect, disconnect } = stubCity();
  city.isAway = true;
  start();
  await connect();
  disconnect();
  await connect();
  await clock.advance(6_999);
  city.isAway = false;
  city.time = T0 + 7000;
  city.alerts = [alert('early', T0 - 1, 'raised cleared'), alert('brief', T0 + 1, 'raised cleared')];
  await clock.advance(1);
  expect(given.stored).toMatchObject({ since: T0 });
  expect(city.told).toEqual(['brief raised cleared']);
});

test('the request for missed alerts is repeated until it is answered, and not after the end', async () => {
  const { clock, city, start, connect } = stubCity();
  const first = start();
  await connect();
  first.close();
  city.isAway = true;
  city.alerts = [alert('brief', T0 + 5000, 'raised cleared')];
  const second = start();
  await connect();
  second.close();
  await settled();
  expect(clock.wound).toBe(0);
  start();
  await connect();
  city.isAway = false;
  await clock.advance(1000);
  expect(city.told).toEqual(['brief raised cleared']);
});

test.each([
  ['a city', { cityId: 'other' }],
  ['a scenario', { scenarioId: 'waterlogging' }],
])('what %s has that the node has not listened to before is old', async (_, changes) => {
  const { city, start, connect, say } = stubCity();
  const first = start();
  await connect();
  first.close();
  city.alerts = [alert('over', T0 + 5000, 'raised cleared')];
  start(changes);
  await connect();
  await say(alert('open', T0 + 5000), true);
  await say(alert('new', T0 + 6000));
  expect(city.told).toEqual(['new raised']);
});

test.each([[[['a', 1]]], ['x'], [{ since: T0, alerts: [] }], [{ listensTo: 'city city/v1/alerts/#', alerts: {} }]])(
  '%j in a context counts as nothing',
  async (stored) => {
    const { city, start, connect, say } = stubCity();
    start({ stored });
    await connect();
    await say(alert('open', T0), true);
    await say(alert('new', T0 + 1000));
    expect(city.told).toEqual(['new raised']);
  },
);

test('an alert that a node could not decide on before it ended is new to its successor', async () => {
  const { city, start, connect, say } = stubCity();
  const undecided = new Promise<void>(() => {});
  const first = start({ whenDecidable: () => undecided });
  await connect();
  await say(alert('held', T0 + 1000));
  // Another node of the city subscribes, and retained messages come again.
  await say(alert('held', T0 + 1000), true);
  first.close();
  start();
  await connect();
  await say(alert('held', T0 + 1000), true);
  expect(city.told).toEqual(['held raised']);
});

test('a thousand alerts wait in order; one without room is returned and stays new', async () => {
  const { city, given, start, connect, say } = stubCity();
  const decision = Promise.withResolvers<void>();
  start({ whenDecidable: () => decision.promise });
  await connect();
  for (let count = 0; count <= 1000; count += 1) await say(alert(`a${count}`, T0 + count));
  expect(given.refused).toEqual(['a1000']);
  decision.resolve();
  await settled();
  await say(alert('a1000', T0 + 1000), true);
  expect(city.told).toEqual(Array.from({ length: 1001 }, (_, index) => `a${index} raised`));
});
