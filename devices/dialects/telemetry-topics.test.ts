import { expect, test } from 'vitest';
import { fitsTopicFilter } from '../../model/topic-filter.ts';
import { TELEMETRY_TOPICS } from './telemetry-topics.ts';

const isSpoken = (topic: string): boolean =>
  TELEMETRY_TOPICS.some((filter) => fitsTopicFilter(filter, topic, 'rain-1'));

test.each(['telemetry', 'pump/telemetry', 'hall/pump/telemetry', 'a/b/c/d/e/f/g/h/telemetry'])(
  'a part of a device has its telemetry below it, as in 0.1.0: %s',
  (rest) => expect(isSpoken(`city/v1/devices/rain-1/${rest}`)).toBe(true),
);

test.each(['state', 'pump/state', 'telemetry/pump'])('nothing else is telemetry: %s', (rest) =>
  expect(isSpoken(`city/v1/devices/rain-1/${rest}`)).toBe(false),
);
