import { describe, expect, it } from 'vitest';
import { createAccount } from './account.ts';
import { createAnalyse } from './analyse.ts';
import type { FusedBatch } from './fuse.ts';
import { Ledger } from './ledger.ts';
import { expectStage } from './marbles.ts';
import { NOON, recordingAnalytics } from './sample-city.ts';

const watermark = { type: 'watermark', at: NOON, offset: 0, receivedAt: NOON } as const;
const rejection = (offset: number, channel: string) => {
  return { offset, deviceId: 'd', topic: 't', receivedAt: NOON, channel, reason: 'not-a-number', detail: '' } as const;
};
const fused = (changes: Partial<FusedBatch>): FusedBatch => ({
  nextOffset: 7,
  cityTime: NOON,
  steps: [],
  rejected: [],
  unmapped: [],
  readings: [],
  requalified: [],
  events: [],
  states: [],
  ...changes,
});

describe('analyse', () => {
  it('passes the events to the analytics fold, and adds its alerts and effects to the batch', () => {
    const analytics = recordingAnalytics();
    const batches = { a: fused({ events: [watermark] }), b: fused({}) };
    expectStage(createAnalyse(analytics), batches, ({ alerts, effects }) => [alerts, effects], {
      a: [[], []],
      b: [[], []],
    });
    expect(analytics.received).toEqual([watermark]);
  });
});

describe('account', () => {
  it('makes the result of the batch, with the rejected messages in journal order', () => {
    const analysed = {
      ...fused({ rejected: [rejection(3, 'a'), rejection(1, 'b'), rejection(3, 'c')] }),
      alerts: [],
      effects: [],
      evidence: [],
    };
    expectStage(
      createAccount(new Ledger()),
      { a: analysed },
      (result) => [result.nextOffset, result.rejected.map(({ offset, channel }) => `${offset}${channel}`)],
      { a: [7, ['1b', '3a', '3c']] },
    );
  });
});
