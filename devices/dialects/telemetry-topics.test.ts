import { expect, test } from 'vitest';
import { fitsTopicFilter } from '../../model/topic-filter.ts';
import { TELEMETRY_TOPICS } from './telemetry-topics.ts';

const isTelemetryTopic = (topic: string): boolean =>
  TELEMETRY_TOPICS.some((filter) => fitsTopicFilter(filter, topic, 'rain-1'));

test.each(['telemetry', 'pump/telemetry', 'hall/pump/telemetry', 'a/b/c/d/e/f/g/h/telemetry'])(
  'a component of a device publishes on topics of its own, as in 0.1.0: %s',
  (rest) => expect(isTelemetryTopic(`city/v1/devices/rain-1/${rest}`)).toBe(true),
);

test.each(['state', 'pump/state', 'telemetry/pump'])('no other topic carries telemetry: %s', (rest) =>
  expect(isTelemetryTopic(`city/v1/devices/rain-1/${rest}`)).toBe(false),
);
