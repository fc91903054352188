import { expect, test } from 'vitest';
import { publishable, quoted, subscribable } from './allowed-text.ts';

const device = { role: 'device', deviceId: 'gauge-1' } as const;

test('a device is told its root, and those topics of its dialect that do not lie below it', () => {
  const topicsOf = () => ['city/v1/devices/{deviceId}/+/telemetry', 'zigbee2mqtt/{deviceId}'];
  expect(publishable(device, topicsOf)).toBe('it may publish to city/v1/devices/gauge-1/…, zigbee2mqtt/gauge-1');
  expect(subscribable(device)).toBe('it may subscribe to city/v1/devices/gauge-1/commands/#');
});

test('a service is told its topics, or that it has none', () => {
  const none = () => [];
  expect(publishable({ role: 'service', name: 'operator' }, none)).toBe('it may publish nothing');
  expect(publishable({ role: 'service', name: 'flows' }, none)).toBe('it may publish to city/v1/notices/…');
  expect(subscribable({ role: 'service', name: 'clock' })).toBe('it may subscribe to nothing');
  expect(subscribable({ role: 'bridge', name: 'harbour' })).toBe('it may subscribe to nothing');
});

test('a text of a client is cut, and its control characters are escaped', () => {
  expect(quoted('a\nb')).toBe('"a\\nb"');
  expect(quoted('x'.repeat(500))).toHaveLength(202);
});
