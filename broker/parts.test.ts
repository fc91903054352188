import { EventEmitter } from 'node:events';
import type { Aedes } from 'aedes';
import { expect, test } from 'vitest';
import { controlAddress } from '../ipc/control-address.ts';
import { bypassPublish } from './bypass-publish.ts';
import { createCityClock } from './city-clock.ts';
import { holdsSecret, maskSecrets } from './mask-secrets.ts';
import type { Session } from './session.ts';
import { createSubscriptions } from './subscriptions.ts';

test('publications of devices bypass the broker only while there is no subscriber', () => {
  const delivered: string[] = [];
  const broker = Object.assign(new EventEmitter(), {
    publish: (packet: { topic: string }, _client: unknown, done?: () => void) => {
      delivered.push(packet.topic);
      done?.();
    },
  });
  let hasSubscriber = false;
  bypassPublish(broker as unknown as Aedes, () => hasSubscriber);
  const publish = broker.publish as (packet: { topic: string }, client: unknown, done: () => void) => void;
  let answers = 0;
  const done = (): void => void answers++;
  publish({ topic: 'city/v1/devices/gauge-1/telemetry' }, {}, done);
  expect(delivered).toEqual([]);
  publish({ topic: 'city/v1/alerts/zone/scenario/1' }, {}, done);
  hasSubscriber = true;
  publish({ topic: 'city/v1/devices/gauge-1/telemetry' }, {}, done);
  expect(delivered).toEqual(['city/v1/alerts/zone/scenario/1', 'city/v1/devices/gauge-1/telemetry']);
  expect(answers).toBe(3);
});

test('telemetry subscribers are counted over granted and withdrawn filters', () => {
  const subscriptions = createSubscriptions();
  const session = { filters: new Set<string>() } as unknown as Session;
  subscriptions.grant(session, 'city/v1/devices/gauge-1/commands/#');
  expect(subscriptions.hasTelemetrySubscriber()).toBe(false);
  subscriptions.grant(session, '#');
  subscriptions.grant(session, '#');
  expect(subscriptions.hasTelemetrySubscriber()).toBe(true);
  subscriptions.withdrawAll(session);
  expect(subscriptions.hasTelemetrySubscriber()).toBe(false);
});

test('each occurrence of a token is masked in a copy of the payload', () => {
  const secret = { text: 'abcdefgh', bytes: Buffer.from('abcdefgh') };
  const payload = Buffer.from('{"a":"abcdefgh","b":"abcdefgh"}');
  const masked = maskSecrets('v1/abcdefgh/up', payload, secret);
  expect(masked.topic).toBe('v1/********/up');
  expect(String(masked.payload)).toBe('{"a":"********","b":"********"}');
  expect(String(payload)).toContain('abcdefgh');
  expect(holdsSecret('v1/abcdefgh/up', Buffer.alloc(0), secret)).toBe(true);
  expect(holdsSecret('v1/up', payload, secret)).toBe(true);
  expect(holdsSecret('v1/up', Buffer.from('1'), secret)).toBe(false);
});

test('a driven clock has no time until it is set, and only moves forward', () => {
  const clock = createCityClock({ kind: 'driven', lastReceivedAt: 0, wallNow: () => 5, monotonicNow: () => 0 });
  expect(clock.now()).toBeNull();
  expect(clock.advanceTo(100)).toBe(true);
  expect(clock.advanceTo(99)).toBe(false);
  expect(clock.advanceTo(100)).toBe(true);
  expect(clock.now()).toBe(100);
});

test('the address of the control socket is valid on its platform', () => {
  expect(controlAddress('/var/lib/city/run/gateway.sock', 'linux')).toBe('/var/lib/city/run/gateway.sock');
  expect(controlAddress('C:\\city\\run\\gateway.sock', 'win32')).toMatch(/^\\\\\.\\pipe\\citynerve-[0-9a-f]{24}$/);
  const here = process.cwd();
  const deep = `${here}/${'d'.repeat(Math.max(1, 100 - here.length))}/gateway.sock`;
  expect(Buffer.byteLength(controlAddress(deep, 'linux'))).toBeLessThanOrEqual(103);
  expect(() => controlAddress(`/${'x'.repeat(200)}/gateway.sock`, 'linux')).toThrow('too long');
});
