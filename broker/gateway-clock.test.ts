import { expect, test } from 'vitest';
import type { JournalRecord } from '../model/journal-record.ts';
import { createManualTimers } from './testing/manual-timers.ts';
import { openTestGateway } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
const NOON = Date.UTC(2026, 5, 1, 4);
const DAY = 86_400_000;
const YEARS = 1461 * DAY;
const tickAt = (receivedAt: number): JournalRecord => ({ kind: 'tick', receivedAt, wallAt: receivedAt });
const ACCEPT = { kind: 'action', actionId: 'a', user: 'li', action: { type: 'clock.accepted' } } as const;
const SHIFT = { kind: 'amendment', amendmentId: 'b', user: 'li', fromOffset: 0, untilOffset: null } as const;

/** A gateway that starts at noon of the wall clock, after a last record at `last`. */
async function open(last: number) {
  const timers = createManualTimers();
  const wall = { jump: 0 };
  const wallNow = () => NOON + timers.now() + wall.jump;
  const opened = await openTestGateway({ timers, wallNow, records: [tickAt(last)] });
  const gauge = await opened.connect('gauge-1');
  return {
    ...opened,
    wall,
    gauge,
    async pass(millis: number) {
      timers.advance(millis);
      await opened.settle();
    },
    check: () => opened.gateway.health().find(({ name }) => name === 'city-time'),
  };
}

test('a wall clock in the past is held: devices are acknowledged, readiness is red and says what to do', async () => {
  const { gauge, journal, check, pass } = await open(NOON + 3_600_000);
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  await pass(1000);
  await gauge.publishAsync(TOPIC, '2', { qos: 1 });
  expect(journal.records.map(({ kind }) => kind).slice(0, 3)).toEqual(['tick', 'gap', 'action']);
  expect(journal.of('action')).toMatchObject([
    {
      user: 'citynerve',
      action: { type: 'clock.held', aheadMillis: 3_600_000, isTimeKnown: false },
      receivedAt: NOON + 3_600_000,
    },
  ]);
  expect(journal.of('publication')).toMatchObject([
    { receivedAt: NOON + 3_600_000, wallAt: NOON },
    { receivedAt: NOON + 3_601_000, wallAt: NOON + 1000 },
  ]);
  expect(check()).toMatchObject({ ok: false, detail: expect.stringContaining('docs/operators.md') });
});

test('a wall clock that jumps to 2030 while the gateway runs is held before the next record', async () => {
  const { gauge, journal, check, wall, pass } = await open(NOON - 1000);
  wall.jump = YEARS;
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  expect(journal.records.slice(-2)).toMatchObject([
    { kind: 'action', action: { type: 'clock.held', aheadMillis: -YEARS, isTimeKnown: true } },
    { kind: 'publication', receivedAt: NOON, wallAt: NOON + YEARS },
  ]);
  expect(check()?.ok).toBe(false);
  wall.jump = 0;
  await pass(1000);
  expect(journal.of('action').map(({ action }) => action.type)).toEqual(['clock.held', 'clock.followed']);
  expect(check()).toMatchObject({ ok: true });
});

test('an hour that the machine slept is a gap, not silence', async () => {
  const { gauge, journal, wall } = await open(NOON - 1000);
  wall.jump = 3_600_000;
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  expect(journal.records.slice(-2)).toMatchObject([
    { kind: 'gap', isStep: true, since: NOON, receivedAt: NOON + 3_600_000 },
    { kind: 'publication', receivedAt: NOON + 3_600_000 },
  ]);
});

test('a person accepts the wall clock after 8 days: in their name, and the days between are a gap', async () => {
  const { gateway, journal, check } = await open(NOON - 8 * DAY);
  await gateway.append(ACCEPT);
  await journal.awaitRecord('action', ({ action }) => action.type === 'clock.followed');
  expect(journal.records.slice(-3)).toMatchObject([
    { kind: 'action', user: 'li', action: { type: 'clock.accepted' }, receivedAt: NOON - 8 * DAY },
    { kind: 'gap', since: NOON - 8 * DAY, receivedAt: NOON },
    { kind: 'action', user: 'citynerve', action: { type: 'clock.followed' }, receivedAt: NOON },
  ]);
  expect(check()).toMatchObject({ ok: true });
  await expect(gateway.append(ACCEPT)).rejects.toThrow('nothing to accept');
});

test('a wall clock that is years behind is not accepted; a shift up to now moves the clock with it', async () => {
  const { gateway, gauge, journal, check, pass } = await open(NOON + YEARS);
  await pass(1000);
  await expect(gateway.append(ACCEPT)).rejects.toThrow('has to be shifted');
  await gateway.append({ ...SHIFT, amendment: { type: 'clock-shifted', millis: -YEARS } });
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  expect(journal.records.slice(-3)).toMatchObject([
    {
      kind: 'amendment',
      user: 'li',
      amendment: { type: 'clock-shifted', millis: -YEARS, movedMillis: -YEARS },
      receivedAt: NOON + 1000,
    },
    { kind: 'action', action: { type: 'clock.followed' } },
    { kind: 'publication', receivedAt: NOON + 1000 },
  ]);
  expect(check()).toMatchObject({ ok: true });
});

test('a shift of an old stretch leaves a clock that is right alone', async () => {
  const { gateway, journal } = await open(NOON - 1000);
  await gateway.append({ ...SHIFT, untilOffset: 1, amendment: { type: 'clock-shifted', millis: 5 } });
  await gateway.append({ ...SHIFT, amendmentId: 'c', amendment: { type: 'clock-shifted', millis: 5 } });
  expect(journal.of('amendment').map(({ amendment }) => amendment)).toEqual([
    { type: 'clock-shifted', millis: 5 },
    { type: 'clock-shifted', millis: 5 },
  ]);
  expect(gateway.cityTime()).toBe(NOON);
});

test('a shift to the wall time of the records moves the clock to the wall clock', async () => {
  const { gateway, journal } = await open(NOON + YEARS);
  await gateway.append({ ...SHIFT, amendment: { type: 'clock-shifted', millis: 0, ofWall: true } });
  expect(journal.of('amendment')).toMatchObject([{ receivedAt: NOON, amendment: { movedMillis: -YEARS } }]);
});
