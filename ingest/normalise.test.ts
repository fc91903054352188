import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createDecode } from './decode.ts';
import { expectStage } from './marbles.ts';
import { createNormalise } from './normalise.ts';
import { batchOf, NOON, publication, sampleRegistry } from './sample-city.ts';

const decoded = (message: Readonly<Record<string, unknown>> | string) =>
  createDecode(sampleRegistry(), DIALECTS).run(batchOf([publication('drain-1', message, NOON)]));
const normalise = (message: Readonly<Record<string, unknown>> | string) => createNormalise().run(decoded(message));
const reasons = (message: Readonly<Record<string, unknown>>) => normalise(message).rejected.map(({ reason }) => reason);

describe('normalise', () => {
  it('converts each value to the canonical unit, with the time of the device or of arrival', () => {
    const ts = NOON - 5000;
    expectStage(
      createNormalise(),
      { a: decoded({ ts, level: { value: 120, unit: 'cm' } }), b: decoded({ level: 1.2 }) },
      ({ steps }) => steps.flatMap(({ values }) => values.map(({ value, observedAt }) => [value, observedAt])),
      { a: [[1.2, ts]], b: [[1.2, NOON]] },
    );
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['time-in-future', { ts: NOON + 300_001, level: 1 }],
    ['time-in-future', { ts: '2099-01-01T00:00:00Z', level: 1 }],
    ['time-invalid', { ts: '1999-12-31T23:59:59Z', level: 1 }],
    ['time-invalid', { ts: 'yesterday', level: 1 }],
    ['unknown-unit', { level: { value: 1, unit: 'furlongs' } }],
    ['wrong-dimension', { level: { value: 1, unit: 's' } }],
    ['not-a-number', { level: 'high' }],
    ['not-a-number', { level: { value: 1e308, unit: 'km' } }],
  ])('rejects a value as %s', (reason, message) => expect(reasons(message)).toEqual([reason]));

  it('rejects one value and accepts the others of its message', () => {
    const { steps, rejected } = normalise({ level: null, fill: 40 });
    expect(rejected).toMatchObject([{ channel: 'level', reason: 'not-a-number', offset: 0 }]);
    expect(steps[0]?.values).toMatchObject([{ value: 40 }]);
    expect(steps[0]?.tally).toMatchObject({ outcome: 'decoded', extracted: 2, rejected: 1 });
  });

  it('lists an unmapped channel, with its last value', () => {
    const stage = createNormalise();
    stage.run(decoded({ battery: 3.6 }));
    expect(stage.run(decoded({ battery: 3.5, level: 1 })).unmapped).toEqual([
      { deviceId: 'drain-1', channel: 'battery', count: 2, lastOffset: 0, lastValue: 3.5 },
    ]);
    expect(stage.run(decoded({ level: 1 })).unmapped).toEqual([]);
  });

  it('limits the number of unmapped channels per device', () => {
    const stage = createNormalise();
    const invented = (from: number) => Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`x${from + i}`, i]));
    for (let round = 0; round < 5; round += 1) stage.run(decoded({ values: invented(round * 900) }));
    const { unmapped } = stage.snapshot() as { unmapped: { readonly channel: string; readonly count: number }[] };
    expect(unmapped).toHaveLength(201);
    expect(unmapped.find(({ channel }) => channel === '*')?.count).toBe(4500 - 200);
  });

  it('counts a message without values as without readings', () => {
    expect(normalise({ ts: NOON }).steps[0]?.tally?.outcome).toBe('withoutReadings');
  });
});
