import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Evidence } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import { createAnalytics } from '../analytics.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { TEST_ENGINE, testRegistry } from '../test-city.ts';
import { parseSeries, seriesEvents } from '../test-series.ts';
import { checkEstimates } from './check-estimates.ts';
import { journalOf, type TestJournal, verifyIn } from './test-verify.ts';

const events = seriesEvents(
  parseSeries(`
    rain.depth@gauge-1/cell            0.5x40
    drain.fill@level-1/cell            20..100x20 100x20
    road.flood_depth@depth-1/underpass 0x10  0..45x25  45x5
    traffic.speed@counter-1/cell       45x20 45..8x10  8x10`),
);
const journal = journalOf(events);
const analytics = createAnalytics({ registry: testRegistry(), scenarios: SCENARIOS, engine: TEST_ENGINE });
analytics.handle(events);
const evidenceOf = (lane: 'arrival' | 'event'): Evidence => {
  const alert = analytics.active().find((each) => each.lane === lane && each.zoneId === 'underpass');
  if (alert === undefined) throw new Error(`no ${lane} alert`);
  return JSON.parse(JSON.stringify(alert.evidence));
};

const verify = (evidence: Evidence, readings: TestJournal = journal, engine = TEST_ENGINE) =>
  verifyIn(readings, evidence, engine);

test('evidence of both lanes is a match, every input compared with the journal', async () => {
  const joint = await verify(evidenceOf('event'));
  expect(joint).toMatchObject({ ok: true, findings: [], inputs: { gone: 0 } });
  expect(joint.inputs.matched).toBeGreaterThan(50);
  expect(await verify(evidenceOf('arrival'))).toEqual({ ok: true, findings: [], inputs: { matched: 1, gone: 0 } });
});

test('an input that differs from the journal is named', async () => {
  const [offset, reading] = [...journal].find(([, { property }]) => property === 'rain.depth') as [number, Reading];
  const { ok, findings } = await verify(evidenceOf('event'), new Map(journal).set(offset, { ...reading, value: 9 }));
  expect(ok).toBe(false);
  expect(findings).toEqual([
    {
      kind: 'input',
      detail: `depth@gauge-1 of 2026-07-01T00:01:00.000Z: evidence has 0.5, the journal at offset ${offset} has 9`,
    },
  ]);
});

test('evidence that was changed in one value does not verify, and the value is named', async () => {
  const evidence = evidenceOf('event');
  const state = evidence.window?.states['road.flood_depth']?.at(-1);
  Object.assign(state as object, { value: 44 });
  const { findings } = await verify(evidence);
  expect(findings.map(({ kind }) => kind)).toEqual(['verdict', 'input']);
  expect(findings[1]?.detail).toContain('is 44, outside of its readings 30 to 30');
});

test('an amount in evidence is checked by the sum of each gauge in the minute', async () => {
  const evidence = evidenceOf('event');
  const states = evidence.window?.states['rain.depth'] ?? [];
  const [state] = states.slice(-1);
  const [half] = state?.contributors ?? [];
  if (state === undefined || half === undefined) throw new Error('no rain in evidence');
  Object.assign(half, { value: 0.2 });
  Object.assign(state, { contributors: [half, { ...half, observedAt: half.observedAt - 1000, value: 0.3 }] });
  expect(checkEstimates(evidence)).toEqual([]);
  Object.assign(state, { value: 0.3 });
  expect(checkEstimates(evidence)[0]).toMatch(/^estimate of rain.depth .* is 0.3, outside of its readings 0.5 to 0.5$/);
  Object.assign(state, { value: 0, contributors: [{ ...half, observedAt: state.at - 60_000 }] });
  expect(checkEstimates(evidence)).toEqual([]);
});

test('readings that stand in the sum of a minute are counted, and are no finding', async () => {
  const evidence = evidenceOf('event');
  const states = evidence.window?.states['rain.depth'] ?? [];
  for (const { contributors } of states.slice(-2)) for (const each of contributors) Object.assign(each, { count: 41 });
  const { ok, inputs } = await verify(evidence);
  expect({ ok, addedUp: inputs.addedUp }).toEqual({ ok: true, addedUp: 82 });
});

test('records that retention deleted are counted, and are no finding', async () => {
  const { ok, inputs } = await verify(evidenceOf('event'), new Map());
  expect({ ok, matched: inputs.matched }).toEqual({ ok: true, matched: 0 });
  expect(inputs.gone).toBeGreaterThan(50);
});

test('rules that do not match the hash are found', async () => {
  const evidence = evidenceOf('arrival');
  Object.assign(evidence.pack.table['criticalDepthUnderpass'] as object, { value: 20 });
  const { findings } = await verify(evidence);
  expect(findings.map(({ kind }) => kind)).toEqual(['hash', 'hash']);
  expect(findings[1]?.detail).toContain('cn-waterlogging@2026.2: checksum');
  expect((await verify({ ...evidenceOf('event'), scenarioId: 'unknown' })).ok).toBe(false);
});

test('another engine is never a match, even with the same result: both results are shown', async () => {
  const { ok, findings } = await verify(evidenceOf('event'), journal, { version: 'test', node: '26' });
  expect(ok).toBe(false);
  expect(findings.map(({ kind }) => kind)).toEqual(['engine']);
  expect(findings[0]?.detail).toMatch(/on Node 24 computed \{.*\}; Citynerve test on Node 26 computes \{.*\}/);
});

test('evidence that cannot be recomputed is a finding, not an exception', async () => {
  const evidence = evidenceOf('event');
  const { warnDepth: _, ...table } = evidence.pack.table;
  const { findings } = await verify({ ...evidence, pack: { ...evidence.pack, table } });
  expect(findings.map(({ kind }) => kind)).toEqual(['hash', 'hash', 'verdict']);
});

test('evidence contains all packs that were used, and a missing one is found', async () => {
  const evidence = evidenceOf('event');
  expect([evidence.pack, ...(evidence.furtherPacks ?? [])].map(({ id }) => id)).toEqual([
    'cn-waterlogging',
    'cn-cma-rain-signals',
  ]);
  const { furtherPacks: _, ...without } = evidence;
  expect((await verify(without)).findings.map(({ kind }) => kind)).toEqual(['hash', 'verdict']);
});

test.each(['arrival', 'event'])('%s evidence with a pack of the first format still verifies', async (lane) => {
  const file = new URL(`fixtures/first-pack-form/${lane}.json`, import.meta.url);
  const evidence: Evidence = JSON.parse(readFileSync(file, 'utf8'));
  expect(evidence.pack.version).toBe('2026.1');
  expect(await verify(evidence, new Map(), evidence.engine)).toMatchObject({ ok: true, findings: [] });
});
