import { afterEach, expect, test } from 'vitest';
import { readGeneration } from '../../city/generation.ts';
import type { Alert } from '../../model/alert.ts';
import type { CityStatus } from '../../model/city-status.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { foldedAnew, shown } from '../harness/folded-anew.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';
import { JUMPING_GATEWAY, setWallJump } from '../harness/wall-jump.ts';

const DAY = 86_400_000;
const YEARS = 1461 * DAY;

let city: TestCity | undefined;
afterEach(() => city?.close());

/** A city whose gateway has a clock that is wrong by `jump` milliseconds. */
async function start(jump: number) {
  const here = await startTestCity({
    devices: [
      testDevice('depth-1', 'road-flood-depth'),
      testDevice('depth-2', 'road-flood-depth', { latitude: 22.53 }),
      testDevice('depth-3', 'road-flood-depth'),
      testDevice('depth-4', 'road-flood-depth', { latitude: 22.53 }),
    ],
    gatewayFile: JUMPING_GATEWAY,
    beforeStart: ({ root }) => setWallJump(root, jump),
  });
  city = here;
  const ready = async (port = here.running.address.apiPort) => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { status: answer.status, text: await answer.text() };
  };
  return {
    here,
    ready,
    gatewayReady: () => ready(here.running.statusPort),
    setJump: (millis: number) => setWallJump(here.folder.root, millis),
    clock: (...args: string[]) => runCitynerve(here, 'clock', ...args),
    /** Publishes with QoS 1; resolves when it is acknowledged. */
    async say(deviceId: string, depth: number, hasOwnTime = false) {
      const gauge = await here.connect(deviceId);
      const message = { ...(hasOwnTime ? { ts: Date.now() } : {}), values: { depth } };
      await gauge.publishAsync(`city/v1/devices/${deviceId}/telemetry`, JSON.stringify(message), { qos: 1 });
      await gauge.endAsync();
    },
    status: () => here.get<CityStatus>('/api/status'),
    active: async () => (await here.get<{ alerts: readonly Alert[] }>('/api/alerts')).alerts,
    async readings(from: number) {
      const query = `from=${from}&until=${Date.now() + 2 * YEARS}&limit=1000`;
      return (await here.get<{ readings: readonly Reading[] }>(`/api/readings?${query}`)).readings;
    },
  };
}

test('a stretch of 2030 in the journal is held at the next start, shifted, and then as if the clock had been right', async () => {
  const began = Date.now();
  const { here, ready, gatewayReady, setJump, clock, say, status, active, readings } = await start(0);
  await say('depth-1', 5);
  await here.folded();

  // The clock jumps while the gateway runs: held, and everything goes on in the right time.
  setJump(YEARS);
  await eventually(async () => expect((await gatewayReady()).text).toContain('clock held'));
  await say('depth-1', 6);
  await here.folded();
  expect((await status()).clockHold).toMatchObject({ isTimeKnown: true });
  expect(Math.abs(((await status()).cityTime ?? 0) - Date.now())).toBeLessThan(DAY);
  expect(await ready()).toMatchObject({ status: 503, text: expect.stringContaining('docs/operators.md') });
  expect((await clock()).text).toContain('npm run citynerve -- clock accept');

  // Somebody believes it, by mistake, and readings come in 2030.
  expect(await clock('accept', '--user', 'li')).toMatchObject({ code: 0 });
  await say('depth-1', 7);
  await say('depth-2', 8, true);
  await here.folded();
  expect((await status()).cityTime).toBeGreaterThan(Date.now() + YEARS - DAY);

  // The clock is right again at the next start: held, devices are acknowledged, alerts are raised.
  await here.running.close();
  setJump(0);
  await here.restart();
  expect(await gatewayReady()).toMatchObject({ status: 503, text: expect.stringContaining('clock held') });
  await say('depth-3', 60);
  await say('depth-4', 61, true);
  await eventually(async () => expect(await active()).toMatchObject([{ isClockHeld: true }, { isClockHeld: true }]));
  expect((await status()).clockHold).toMatchObject({ isTimeKnown: false });
  expect(await clock('accept')).toMatchObject({ code: 2, text: expect.stringContaining('has to be shifted') });
  expect(await clock('shift', 'all')).toMatchObject({ code: 2, text: expect.stringContaining('FIRST-LAST') });
  const printed = /npm run citynerve -- clock shift (\d+-) /.exec((await clock()).text)?.[1] ?? 'none';
  expect(await clock('shift', printed, '--user', 'li')).toMatchObject({ code: 0 });

  await eventually(async () =>
    expect(await ready()).toMatchObject({ status: 200, text: expect.stringContaining('generation-2/readings.duckdb') }),
  );
  expect(await gatewayReady()).toMatchObject({ status: 200 });
  await say('depth-3', 59);
  await here.folded();
  expect((await status()).clockHold).toBeNull();
  const until = Date.now() + 1000;
  expect((await readings(0)).map(({ value }) => value)).toHaveLength(7);
  for (const { observedAt, receivedAt } of await readings(0)) {
    expect(observedAt).toBeGreaterThanOrEqual(began);
    expect(receivedAt).toBeLessThan(until);
  }
  const alerts = await active();
  expect(alerts.map(({ zoneId }) => zoneId).sort()).toEqual(['cell', 'underpass']);
  for (const { raisedAt } of alerts) expect(raisedAt).toBeLessThan(until);
  expect((await clock()).text).not.toContain('jumped');

  await here.running.close();
  const now = await shown(here.folder, readGeneration(here.folder).number);
  expect(JSON.stringify(await foldedAnew(here.folder, now.cursor ?? 0))).toBe(JSON.stringify(now));
  await here.restart();
  expect((await ready()).text).toContain('followed');
});

test('a start in the past is held until the clock is set right, and loses nothing', async () => {
  const { here, gatewayReady, setJump, say, status, active } = await start(0);
  await say('depth-1', 5);
  await here.folded();
  await here.running.close();
  setJump(-YEARS);
  await here.restart();
  expect(await gatewayReady()).toMatchObject({ status: 503, text: expect.stringContaining('set it right') });
  await say('depth-2', 60, true);
  await eventually(async () => expect(await active()).toMatchObject([{ zoneId: 'cell', isClockHeld: true }]));
  setJump(0);
  await eventually(async () => expect(await gatewayReady()).toMatchObject({ status: 200 }));
  await say('depth-1', 61);
  await here.folded();
  expect(await status()).toMatchObject({ clockHold: null });
  expect((await here.ledger()).values).toMatchObject({ extracted: 3, rejected: 0, acceptedLate: 0 });
});
