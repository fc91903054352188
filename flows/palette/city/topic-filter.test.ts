import { expect, test } from 'vitest';
import { matchesTopic } from './topic-filter.ts';

test.each([
  ['city/v1/alerts/#', 'city/v1/alerts/cell-1/waterlogging/a', true],
  ['city/v1/alerts/#', 'city/v1/alerts', true],
  ['city/v1/alerts/#', 'city/v1/notices/waterlogging', false],
  ['city/v1/alerts/+/waterlogging/#', 'city/v1/alerts/cell-1/waterlogging/a/b', true],
  ['city/v1/alerts/+/waterlogging/#', 'city/v1/alerts/cell-1/heat/a', false],
  ['city/+/alerts', 'city/v1/alerts', true],
  ['city/+/alerts', 'city/v1/alerts/a', false],
  ['city/v1/+', 'city/v1', false],
  ['#', '$SYS/uptime', false],
])('%s covers %s: %s', (filter, topic, expected) => {
  expect(matchesTopic(filter, topic)).toBe(expected);
});
