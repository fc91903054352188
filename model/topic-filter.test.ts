import { expect, test } from 'vitest';
import { fitsTopicFilter, topicFilterFault } from './topic-filter.ts';

test.each([
  ['city/v1/devices/{deviceId}/telemetry', 'city/v1/devices/d1/telemetry', true],
  ['city/v1/devices/{deviceId}/telemetry', 'city/v1/devices/d2/telemetry', false],
  ['city/v1/devices/{deviceId}/telemetry', 'city/v1/devices/d1/telemetry/more', false],
  ['city/v1/devices/{deviceId}/telemetry', 'city/v1/devices/d1', false],
  ['spBv1.0/+/+/{deviceId}/#', 'spBv1.0/city/NDATA/d1', true],
  ['spBv1.0/+/+/{deviceId}/#', 'spBv1.0/city/DDATA/d1/pump/3', true],
  ['spBv1.0/+/+/{deviceId}/#', 'spBv1.0/city/DDATA/d2/d1', false],
  ['lorawan/{deviceId}/+', 'lorawan/d1/', true],
  ['lorawan/{deviceId}/+', 'lorawan/d1', false],
])('the filter %s allows d1 to publish on %s: %s', (filter, topic, expected) => {
  expect(fitsTopicFilter(filter, topic, 'd1')).toBe(expected);
});

test.each([
  ['lorawan/up', /\{deviceId\}/],
  ['lorawan/{deviceId}/{deviceId}', /one level/],
  ['lorawan/gateway-{deviceId}/up', /one level/],
  ['lorawan/{deviceId}/a+', /whole levels/],
  ['lorawan/#/{deviceId}', /last level/],
  ['+/{deviceId}/up', /fixed level/],
  ['$SYS/{deviceId}', /fixed level/],
  ['{deviceId}/up', /fixed level/],
  ['city/v1/alerts/{deviceId}/x', /city\/v1\/devices/],
  ['city/v1/devices/+/{deviceId}', /city\/v1\/devices/],
])('the filter %s is invalid for a dialect', (filter, why) => {
  expect(topicFilterFault(filter)).toMatch(why);
});

test('the filters in the documentation are valid', () => {
  for (const filter of ['city/v1/devices/{deviceId}/up', 'spBv1.0/+/+/{deviceId}/#', 'lorawan/{deviceId}/+'])
    expect(topicFilterFault(filter)).toBeNull();
});
