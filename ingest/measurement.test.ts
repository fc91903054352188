import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import type { RawValue } from '../model/dialect.ts';
import type { Message, MessageStep } from './batch.ts';
import { createDecode } from './decode.ts';
import { areOfSameChannels, measurementOf } from './measurement.ts';
import { batchOf, NOON, publication, sampleRegistry } from './sample-city.ts';

const { message } = createDecode(sampleRegistry(), DIALECTS).run(batchOf([publication('rain-1', { rain: 1 }, NOON)]))
  .steps[0] as MessageStep;
const sample = message as Message;
const value = (channel: string, number: number, changes: Partial<RawValue> = {}): RawValue => ({
  channel,
  value: number,
  unit: null,
  observedAt: null,
  ...changes,
});
const facts = (...channels: string[]) => ({
  ...sample.facts,
  series: new Map(channels.map((channel) => [channel, sample.facts.series.get('rain') as never])),
});
const of = (...values: RawValue[]): number =>
  measurementOf({ facts: facts('rain', 'level'), decoded: { ...sample.decoded, values } });

describe('the measurement of a message', () => {
  it('is the same in any order of channels, and whatever stands beside them', () => {
    const measured = of(value('rain', 0.2), value('level', 5));
    expect(of(value('level', 5), value('rain', 0.2), value('rssi', -73))).toBe(measured);
    expect(measured).toBeGreaterThan(0);
    expect(measured).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
  });

  it('differs by value, unit, time, and by which channel has which value', () => {
    const all = [
      of(value('rain', 0.2), value('level', 5)),
      of(value('rain', 5), value('level', 0.2)),
      of(value('rain', 0.2), value('level', 6)),
      of(value('rain', 0.2, { unit: 'mm' }), value('level', 5)),
      of(value('rain', 0.2, { observedAt: NOON }), value('level', 5)),
      of(value('rain', 0.2)),
      of(value('level', 0.2)),
    ];
    expect(new Set(all).size).toBe(all.length);
    for (const each of all.slice(0, 5)) expect(areOfSameChannels(each, all[0] as number)).toBe(true);
    for (const each of all.slice(5)) expect(areOfSameChannels(each, all[0] as number)).toBe(false);
  });

  it('is 0 where every value has a time of its own', () => {
    expect(of(value('rain', 0.2, { observedAt: NOON }))).toBe(0);
  });
});
