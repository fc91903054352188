import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createDecode } from './decode.ts';
import { createLocate } from './locate.ts';
import { expectStage } from './marbles.ts';
import { createNormalise } from './normalise.ts';
import { batchOf, NOON, publication, sampleRegistry } from './sample-city.ts';

describe('locate', () => {
  it('creates a frozen reading with the zone of the device', () => {
    const batch = batchOf([publication('depth-1', { depth: 3, ts: NOON - 1000 }, NOON)], 42);
    const located = createNormalise().run(createDecode(sampleRegistry(), DIALECTS).run(batch));
    const reading = {
      deviceId: 'depth-1',
      channel: 'depth',
      property: 'road.flood_depth',
      zoneId: 'c2',
      observedAt: NOON - 1000,
      receivedAt: NOON,
      value: 3,
      quality: { level: 'good', reasons: [] },
      offset: 42,
    };
    expectStage(createLocate(), { a: located }, ({ steps }) => steps[0]?.values[0]?.reading, { a: reading });
    expect(Object.isFrozen(createLocate().run(located).steps[0]?.values[0]?.reading)).toBe(true);
  });
});
