import { expect, test } from 'vitest';
import { brainChecks } from './brain-checks.ts';

const NEAR = { records: 3, ageSeconds: 0.2 };
const WELL: Parameters<typeof brainChecks>[0] = {
  isGatewayThere: true,
  deliveries: [],
  isLive: true,
  behind: { fold: NEAR, documents: NEAR, series: NEAR },
  store: async () => ({ isHealthy: true, detail: 'open' }),
  storeTrouble: null,
  documentsTrouble: null,
  journalTrouble: null,
  missing: [],
  refusedPacks: [],
};

const redWith = async (changes: Partial<typeof WELL>) =>
  (await brainChecks({ ...WELL, ...changes })).filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);

test('all checks pass when nothing fails and few records wait', async () => {
  expect(await redWith({})).toEqual([]);
  expect(await redWith({ behind: { ...WELL.behind, fold: { records: 99_999, ageSeconds: 59 } } })).toEqual([]);
});

test.each([
  { records: 100_000, ageSeconds: 2 },
  { records: 12, ageSeconds: 60 },
])('the fold is red when many records wait, and when few wait for long: %j', async (fold) => {
  expect(await redWith({ behind: { ...WELL.behind, fold } })).toEqual([
    `fold: ${fold.records} records behind the journal, the oldest for ${fold.ageSeconds} s`,
  ]);
});

test('a store that is unavailable or catching up fails the check of the store and not that of the fold', async () => {
  const behind = { ...WELL.behind, series: { records: 400_000, ageSeconds: 3_600 } };
  expect(await redWith({ behind, storeTrouble: 'takes nothing' })).toEqual([
    'store: takes nothing; 400000 records behind the journal, the oldest for 3600 s',
  ]);
  expect(await redWith({ behind })).toEqual(['store: 400000 records behind the journal, the oldest for 3600 s; open']);
  expect(await redWith({ behind: { ...WELL.behind, documents: behind.series } })).toEqual([
    'documents: 400000 records behind the journal, the oldest for 3600 s; written',
  ]);
});

test('a store whose cursor is not known yet is red, without a number', async () => {
  expect(await redWith({ behind: { ...WELL.behind, series: null } })).toEqual([
    'store: how far it is behind the journal is not known yet: its cursor was not read; open',
  ]);
});

test('during a start the check of the fold says that it is catching up', async () => {
  expect(
    await redWith({ isLive: false, behind: { ...WELL.behind, fold: { records: 12, ageSeconds: 3_600 } } }),
  ).toEqual(['fold: catching up: 12 records behind the journal, the oldest for 3600 s']);
});

test('offsets that the fold skipped are named, and the check passes', async () => {
  const checks = await brainChecks({ ...WELL, missing: [{ from: 0, until: 980 }] });
  expect(checks.find(({ name }) => name === 'journal')).toMatchObject({
    ok: true,
    detail: expect.stringContaining('offsets 0 to 979'),
  });
});

test('the check fails for a scenario whose packs are refused, and passes for a refused pack that none needs', async () => {
  const problems = ['vector {}: expected 1, computed 2'];
  const ofScenario = { scenarioId: 'heat', packs: ['cn-heat@2026.1'], problems };
  expect(await redWith({ refusedPacks: [ofScenario] })).toEqual([
    'standards: cn-heat@2026.1: heat watches nothing: vector {}: expected 1, computed 2',
  ]);
  const ofNobody = { ...ofScenario, scenarioId: null };
  const checks = await brainChecks({ ...WELL, refusedPacks: [ofNobody] });
  expect(checks.find(({ name }) => name === 'standards')).toMatchObject({
    ok: true,
    detail: expect.stringContaining('not used'),
  });
});
