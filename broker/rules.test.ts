import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTopicFaulty } from './is-topic-faulty.ts';
import { matchesTelemetry } from './matches-telemetry.ts';
import type { Principal } from './principal.ts';
import { publishRefusal } from './publish-refusal.ts';
import { subscribeRefusal } from './subscribe-refusal.ts';

const RULES = { maxTopicBytes: 512, clock: 'driven', topicsOf: () => [] } as const;
const device = (deviceId: string): Principal => ({ role: 'device', deviceId });
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const level = fc.oneof(id, fc.constantFrom('+', '#', '', '$SYS', 'commands', 'telemetry', 'city', 'v1', 'devices'));
const anyTopic = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(level, { maxLength: 6 }).map((levels) => levels.join('/')),
  fc.array(level, { maxLength: 4 }).map((levels) => `city/v1/devices/${levels.join('/')}`),
);

test('every topic that a device may publish to lies below its own id', () => {
  fc.assert(
    fc.property(id, anyTopic, (deviceId, topic) => {
      if (publishRefusal(device(deviceId), topic, RULES) !== null) return;
      expect(topic.split('/').slice(0, 4)).toEqual(['city', 'v1', 'devices', deviceId]);
      expect(topic).not.toMatch(/[+#\0]/);
    }),
  );
});

test("a topic of its dialect is a device's own only with its id in it", () => {
  const topicsOf = () => ['bus/+/{deviceId}/#'];
  fc.assert(
    fc.property(id, fc.array(level, { maxLength: 5 }), (deviceId, levels) => {
      const topic = ['bus', ...levels].join('/');
      if (publishRefusal(device(deviceId), topic, { ...RULES, topicsOf }) !== null) return;
      expect(topic.split('/')[2]).toBe(deviceId);
    }),
  );
});

test('every filter that a device may subscribe to lies below its own commands and matches no telemetry', () => {
  fc.assert(
    fc.property(id, anyTopic, (deviceId, filter) => {
      if (subscribeRefusal(device(deviceId), filter, 512) !== null) return;
      expect(filter.split('/').slice(0, 5)).toEqual(['city', 'v1', 'devices', deviceId, 'commands']);
      expect(matchesTelemetry(filter)).toBe(false);
    }),
  );
});

test('the flows may publish only below notices, and neither they nor an operator may subscribe to telemetry', () => {
  const flows: Principal = { role: 'service', name: 'flows' };
  const operator: Principal = { role: 'service', name: 'operator' };
  const topicOfServices = fc.oneof(
    anyTopic,
    fc.array(level, { maxLength: 4 }).map((levels) => `city/v1/notices/${levels.join('/')}`),
    fc.array(level, { maxLength: 4 }).map((levels) => `city/v1/alerts/${levels.join('/')}`),
  );
  fc.assert(
    fc.property(topicOfServices, (topic) => {
      if (publishRefusal(flows, topic, RULES) === null) expect(topic).toMatch(/^city\/v1\/notices\/[^+#\0]+$/);
      expect(publishRefusal(operator, topic, RULES)).not.toBeNull();
      for (const principal of [flows, operator]) {
        if (subscribeRefusal(principal, topic, 512) !== null) continue;
        expect(topic).toMatch(/^city\/v1\/(alerts|notices)\/./);
        expect(matchesTelemetry(topic)).toBe(false);
      }
    }),
  );
});

test.each([
  ['city/v1/devices/gauge-1/telemetry', true],
  ['city/v1/devices/+/telemetry', true],
  ['city/v1/devices/+/commands', true],
  ['city/v1/devices/#', true],
  ['city/v1/#', true],
  ['#', true],
  ['city/+/devices/gauge-1/telemetry', true],
  ['city/v1/alerts/#', false],
  ['city/v1/notices/#', false],
  ['city/v1/notices', true],
  ['city/v1/devices/gauge-1/commands/#', false],
])('the filter %s matches telemetry: %s', (filter, expected) => {
  expect(matchesTelemetry(filter)).toBe(expected);
});

test('a topic is measured in bytes of UTF-8', () => {
  expect(isTopicFaulty('雨'.repeat(170), 512)).toBe(false);
  expect(isTopicFaulty('雨'.repeat(171), 512)).toBe(true);
});
