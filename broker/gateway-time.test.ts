import { expect, test } from 'vitest';
import type { JournalRecord } from '../model/journal-record.ts';
import { createManualTimers } from './testing/manual-timers.ts';
import { openTestGateway } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
const NOON = Date.UTC(2026, 5, 1, 4);
const earlier = (receivedAt: number): JournalRecord => ({ kind: 'tick', receivedAt, wallAt: receivedAt });

test('a start writes a gap since the newest record', async () => {
  const { journal } = await openTestGateway({ records: [earlier(NOON)], wallNow: () => NOON + 5000 });
  const gap = await journal.awaitRecord('gap');
  expect(gap).toMatchObject({ since: NOON, receivedAt: NOON + 5000, offset: 1 });
});

test('a city on the wall clock has a tick once a second also when no device publishes', async () => {
  const timers = createManualTimers();
  const { journal, gateway, settle } = await openTestGateway({ timers, wallNow: () => NOON + timers.now() });
  timers.advance(1000);
  await journal.awaitRecord('tick', ({ receivedAt }) => receivedAt === NOON + 1000);
  await settle();
  timers.advance(1000);
  await journal.awaitRecord('tick', ({ receivedAt }) => receivedAt === NOON + 2000);
  await settle();
  expect(gateway.counters().ticks).toBe(2);
});

test('a driven city takes its time from the clock topic, and a message carries it', async () => {
  const { connect, journal, gateway } = await openTestGateway({ clock: 'driven', wallNow: () => 7 });
  const clock = await connect('clock');
  await clock.publishAsync('city/v1/clock', JSON.stringify({ now: NOON }), { qos: 1 });
  expect(journal.records.map(({ kind, receivedAt, wallAt }) => [kind, receivedAt, wallAt])).toEqual([
    ['gap', NOON, 7],
    ['tick', NOON, 7],
  ]);
  const gauge = await connect('gauge-1');
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  expect(journal.of('publication')[0]?.receivedAt).toBe(NOON);
  await clock.publishAsync('city/v1/clock', JSON.stringify({ now: NOON - 1 }), { qos: 1 });
  await clock.publishAsync('city/v1/clock', 'noon', { qos: 1 });
  await clock.publishAsync('city/v1/clock', JSON.stringify({ now: NOON * 1000 }), { qos: 1 });
  expect(gateway.counters()).toMatchObject({ ticks: 1, clockIgnored: 1, clockMalformed: 2 });
  expect(gateway.cityTime()).toBe(NOON);
});

test('publications before the first clock message of a driven city wait for it', async () => {
  const { connect, journal, settle } = await openTestGateway({ clock: 'driven' });
  const gauge = await connect('gauge-1');
  let isAcknowledged = false;
  const acknowledged = gauge.publishAsync(TOPIC, '1', { qos: 1 }).then(() => {
    isAcknowledged = true;
  });
  await settle();
  expect(isAcknowledged).toBe(false);
  expect(journal.records).toEqual([]);
  const clock = await connect('clock');
  await clock.publishAsync('city/v1/clock', JSON.stringify({ now: NOON }), { qos: 1 });
  await acknowledged;
  expect(journal.records.map(({ kind, receivedAt }) => [kind, receivedAt])).toEqual([
    ['gap', NOON],
    ['tick', NOON],
    ['presence', NOON],
    ['publication', NOON],
  ]);
});

test('a driven city continues from its newest record, and a gap record precedes its first tick', async () => {
  const { connect, journal, gateway } = await openTestGateway({ clock: 'driven', records: [earlier(NOON)] });
  expect(gateway.cityTime()).toBe(NOON);
  const clock = await connect('clock');
  await clock.publishAsync('city/v1/clock', JSON.stringify({ now: NOON + 60_000 }), { qos: 1 });
  expect(journal.of('gap').map(({ since, receivedAt }) => [since, receivedAt])).toEqual([
    [NOON, NOON],
    [NOON, NOON + 60_000],
  ]);
});

test('a device above its rate is slowed, not refused, and keeps its order', async () => {
  const timers = createManualTimers();
  const limits = { messagesPerSecond: 1, messageBurst: 2 };
  const { connect, journal, gateway, settle } = await openTestGateway({ timers, limits });
  const gauge = await connect('gauge-1');
  const sent = ['a', 'b', 'c', 'd'].map((body) => gauge.publishAsync(TOPIC, body, { qos: 1 }));
  await Promise.all(sent.slice(0, 2));
  await settle();
  expect(journal.of('publication')).toHaveLength(2);
  timers.advance(1000);
  await sent[2];
  timers.advance(1000);
  await sent[3];
  expect(journal.of('publication').map(({ payload }) => String(payload))).toEqual(['a', 'b', 'c', 'd']);
  expect(gateway.counters().slowed).toBe(2);
});
