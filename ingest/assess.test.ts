import { describe, expect, it } from 'vitest';
import { GOOD } from '../model/quality.ts';
import { createAssess } from './assess.ts';
import type { Batch, Candidate, SeriesFacts, ValueStep } from './batch.ts';
import { gatherFacts } from './facts.ts';
import { expectStage } from './marbles.ts';
import { batchOf, NOON, SAMPLE_DEVICES, sampleRegistry, tick } from './sample-city.ts';

const { view } = sampleRegistry();
function factsOf(deviceId: string, channel: string): SeriesFacts {
  const device = SAMPLE_DEVICES.find(({ id }) => id === deviceId);
  const facts = device && gatherFacts(view, device).series.get(channel);
  if (facts === undefined) throw new Error(`the sample city has no ${deviceId} with ${channel}`);
  return facts;
}
const facts = factsOf('rain-1', 'rain');

/** One message with one value that was observed `lagSeconds` before its arrival. */
function message(value: number, receivedAt = NOON, lagSeconds = 0, of = facts): Batch<ValueStep<Candidate>> {
  const candidate = { facts: of, observedAt: receivedAt - lagSeconds * 1000, hasOwnTime: true, value, quality: GOOD };
  const { records, nextOffset } = batchOf([tick(receivedAt)]);
  const steps = records.map((record) => ({ record, tally: null, values: [candidate] }));
  return { nextOffset, steps, rejected: [], unmapped: [] };
}
const qualities = ({ steps }: Batch<ValueStep<Candidate>>) =>
  steps.flatMap(({ values }) => values.map(({ quality }) => [quality.level, ...quality.reasons].join(' ')));

describe('assess', () => {
  it('marks physically impossible values as bad', () => {
    const batches = { a: message(1), b: message(-0.1), c: message(40), d: message(40.1) };
    const shown = { a: ['good'], b: ['bad out-of-range'], c: ['good'], d: ['bad out-of-range'] };
    expectStage(createAssess(), batches, qualities, shown);
  });

  it('keeps the noise of an instrument near zero, down to the noise floor of its channel', () => {
    const clean = { ...facts, channel: { ...facts.channel, range: [0, 2000] as const, noiseFloor: -10 } };
    const at = (value: number) => message(value, NOON, 0, clean);
    const batches = { a: at(-1), b: at(-2), c: at(-10), d: at(-10.1) };
    const shown = { a: ['good'], b: ['good'], c: ['good'], d: ['bad out-of-range'] };
    expectStage(createAssess(), batches, qualities, shown);
  });

  it.each([
    [125, 'suspect clock-skew'],
    [-125, 'suspect clock-skew'],
    [115, 'good'],
    [-115, 'good'],
  ])('estimates the clock skew of a device: with %d s a reading is %s', (lagSeconds, expected) => {
    const stage = createAssess();
    const seen = Array.from(
      { length: 8 },
      (_, i) => qualities(stage.run(message(1, NOON + i * 60_000, lagSeconds)))[0],
    );
    expect(seen[0]).toBe('good');
    expect(seen[7]).toBe(expected);
  });

  it('does not mistake a backlog for clock skew', () => {
    const stage = createAssess();
    for (let i = 0; i < 10; i += 1) stage.run(message(1, NOON + i * 60_000));
    const back = NOON + 100 * 60_000;
    const backlog = Array.from({ length: 60 }, (_, i) => qualities(stage.run(message(1, back + i, 3600 - i * 60)))[0]);
    expect(new Set(backlog)).toEqual(new Set(['good']));
  });

  it('trusts a clock again after it was corrected', () => {
    const stage = createAssess();
    for (let i = 0; i < 15; i += 1) stage.run(message(1, NOON + i * 60_000, 600));
    for (let i = 15; i < 23; i += 1) stage.run(message(1, NOON + i * 60_000));
    expect(qualities(stage.run(message(1, NOON + 24 * 60_000)))).toEqual(['good']);
  });
});
