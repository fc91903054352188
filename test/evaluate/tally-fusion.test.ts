import { expect, test } from 'vitest';
import type { Contribution } from '../../model/state.ts';
import { type ComparedPoint, tallyFusion } from './tally-fusion.ts';

const used = (deviceId: string): Contribution => ({
  deviceId,
  channel: 'c',
  observedAt: 0,
  value: 0,
  quality: 'good',
  offset: 0,
});
const excluded = (deviceId: string) => ({ deviceId, channel: 'c', value: 0, offset: 0, reason: 'outlier' as const });

test('errors of the estimate, the median and the mean are squared differences from the truth', () => {
  const point: ComparedPoint = {
    at: 0,
    truth: 10,
    values: [10, 11, 18],
    state: { value: 12, uncertainty: 0.9, contributors: [], setAside: [] },
  };
  const near = { ...point, state: { ...point.state, uncertainty: 1 } };
  expect(tallyFusion('air.pm2_5', [point, near], () => false)).toMatchObject({
    points: 2,
    fusedSquares: 8,
    medianSquares: 2,
    meanSquares: 18,
    covered: 1,
  });
});

test('readings are counted by whether their sensor is faulty then, and whether they were used', () => {
  const state = {
    value: 1,
    uncertainty: 1,
    contributors: [used('a'), used('b')],
    setAside: [excluded('c'), excluded('d')],
  };
  const points = [0, 1].map((at): ComparedPoint => ({ at, truth: 1, values: [1], state }));
  // `a` is faulty from 1 on, `c` always.
  const isFaulty = (id: string, at: number): boolean => id === 'c' || (id === 'a' && at >= 1);
  expect(tallyFusion('air.pm2_5', points, isFaulty)).toMatchObject({
    faultySeen: 3,
    faultyUsed: 1,
    honestSeen: 5,
    honestExcluded: 2,
  });
});
