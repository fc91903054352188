import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { FoldEvent } from '../../model/fold.ts';
import { createAnalytics } from '../analytics.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { TEST_ENGINE, testRegistry } from '../test-city.ts';
import { parseSeries, SERIES_START, seriesEvents, stateOf } from '../test-series.ts';
import { accessTo, HERE, journalOf } from './test-verify.ts';
import { verifyAlert } from './verify-alert.ts';
import type { AlertAction } from './verify-history.ts';

const FIXTURES = join(import.meta.dirname, '../scenarios/waterlogging/fixtures');
const seriesOf = (name: string) => seriesEvents(parseSeries(readFileSync(join(FIXTURES, name, 'series.txt'), 'utf8')));

/** Every revision of every alert, and the evidence of every step, as they are after a way through JSON. */
function played(events: readonly FoldEvent[]) {
  const analytics = createAnalytics({ registry: testRegistry(), scenarios: SCENARIOS, engine: TEST_ENGINE });
  const { effects, evidence } = analytics.handle(events);
  const kept = new Map<string, Evidence>(
    evidence.map((each) => [each.hash, JSON.parse(JSON.stringify(each.evidence))]),
  );
  const revisions: Alert[] = JSON.parse(JSON.stringify(effects.map(({ alert }) => alert)));
  return { revisions, kept };
}

const storm = seriesOf('flooded-underpass');
const floodedAt = SERIES_START + 60 * 60_000;
const NOTE: AlertAction = { user: 'li', note: 'crew sent', receivedAt: floodedAt };

/** The alert of the underpass over its whole life, with an acknowledgement while it was critical. */
function acknowledged() {
  const before = storm.findIndex((event) => event.type === 'watermark' && event.at >= floodedAt);
  const { revisions: first } = played(storm.slice(0, before));
  const alertId = first.findLast(({ zoneId, lane }) => zoneId === 'underpass' && lane === 'event')?.id ?? '';
  const { user, note, receivedAt } = NOTE;
  const action = { type: 'alert.acknowledge', alertId, note } as const;
  const event: FoldEvent = { type: 'action', actionId: 'a1', user, action, receivedAt, offset: 9_000 };
  const { revisions, kept } = played([...storm.slice(0, before), event, ...storm.slice(before)]);
  const alert = revisions.findLast(({ id }) => id === alertId) as Alert;
  return { alert, kept };
}

const { alert: flood, kept } = acknowledged();
const verify = (
  alert: Alert,
  evidence: ReadonlyMap<string, Evidence> = kept,
  actions: readonly AlertAction[] = [NOTE],
) =>
  verifyAlert({
    ...HERE,
    alert,
    evidenceOf: (hash) => evidence.get(hash) ?? null,
    journal: accessTo(journalOf(storm)),
    actions,
  });
const details = async (alert: Alert, evidence?: ReadonlyMap<string, Evidence>, actions?: readonly AlertAction[]) =>
  (await verify(alert, evidence, actions)).findings.map(({ kind, detail }) => `${kind}: ${detail}`);

test.each(readdirSync(FIXTURES))('%s: every step of every alert is recomputed from its own evidence', async (name) => {
  const events = seriesOf(name);
  const { revisions, kept: evidence } = played(events);
  for (const alert of revisions) {
    const { findings, steps, inputs } = await verifyAlert({
      ...HERE,
      alert,
      evidenceOf: (hash) => evidence.get(hash) ?? null,
      journal: accessTo(journalOf(events)),
    });
    expect(findings).toEqual([]);
    expect(steps).toEqual({ recomputed: alert.history.length, older: 0 });
    expect([inputs.matched > 0, inputs.gone]).toEqual([true, 0]);
  }
});

test('an alert that was critical, eased and is over still shows why it was critical', async () => {
  expect(flood.history.map(({ change, severity }) => `${change} ${severity}`)).toEqual([
    'raised watch',
    'escalated warn',
    'escalated critical',
    'acknowledged critical',
    'eased warn',
    'eased watch',
    'cleared watch',
  ]);
  const critical = kept.get(flood.history[2]?.evidenceHash ?? '');
  expect(critical?.verdict).toMatchObject({ severity: 'critical', values: { floodDepthCm: 29.4828 } });
  expect(critical?.verdict.because).toContain('depth-critical');
  expect(critical?.window?.states['road.flood_depth']?.length).toBeGreaterThan(0);
  expect(await verify(flood)).toMatchObject({ ok: true, findings: [], steps: { recomputed: 6, older: 0 } });
});

/** Changes in the file of an alert, and what verify says of each. */
const CHANGES: readonly [string, (alert: Alert) => object, RegExp][] = [
  ['severity', () => ({ severity: 'critical' }), /^alert: severity is critical, from its history watch/],
  ['peakSeverity', () => ({ peakSeverity: 'warn' }), /^alert: peakSeverity is warn, from its history critical/],
  ['status', () => ({ status: 'open' }), /^alert: status is open, from its history cleared/],
  ['revision', () => ({ revision: 9 }), /^alert: revision is 9, from its history 7/],
  [
    'raisedAt',
    ({ raisedAt }) => ({ raisedAt: raisedAt + 1 }),
    /^alert: raisedAt is 2026-07-01T00:38:00.001Z, from its/,
  ],
  [
    'activeAt',
    ({ activeAt }) => ({ activeAt: activeAt + 1 }),
    /^alert: step 1 \(raised\): activeAt is .*001Z, recomputed .*000Z/,
  ],
  ['clearedAt', () => ({ clearedAt: null }), /^alert: clearedAt is none, from its history 2026-07-01T02:25/],
  ['acknowledgedBy', () => ({ acknowledgedBy: 'wang' }), /^alert: acknowledgedBy is wang, from its history li/],
  ['acknowledgedAt', () => ({ acknowledgedAt: 5 }), /^alert: acknowledgedAt is 1970-.*, from its history 2026-/],
  ['isUnwatched', () => ({ isUnwatched: true }), /^alert: isUnwatched is true, from its history false/],
  ['zoneId', () => ({ zoneId: 'cell' }), /^evidence: step 1 \(raised\): zoneId is underpass, in the alert it is cell/],
  ['id', () => ({ id: 'A-000000000000' }), /^alert: id is A-000000000000, of this scenario/],
  ['evidence', ({ evidence }) => ({ evidence: { ...evidence, offset: 1 } }), /^alert: evidence is not that of step 6/],
];
test.each(CHANGES)('a changed %s is found and named', async (_, change, said) => {
  const found = await details({ ...flood, ...change(flood) });
  expect(
    found.some((each) => said.test(each)),
    found.join('\n'),
  ).toBe(true);
});

const entry = (index: number, change: object) => ({
  ...flood,
  history: flood.history.map((each, at) => (at === index ? { ...each, ...change } : each)),
});
const INVENTED = { at: 5, change: 'withdrawn', severity: 'watch', by: 'citynerve', reason: 'x' } as const;
const ENTRIES: readonly [string, Alert, RegExp][] = [
  ['time', entry(4, { at: 5 }), /^history: step 5 \(eased\): at is 1970-.*, its evidence says 2026-/],
  [
    'change',
    entry(4, { change: 'escalated' }),
    /^history: step 5 \(escalated\): change is escalated, its evidence says/,
  ],
  [
    'severity',
    entry(2, { severity: 'warn' }),
    /^history: step 3 \(escalated\): severity is warn, its evidence says crit/,
  ],
  [
    'reason',
    entry(6, { reason: 'by hand' }),
    /^history: step 7 \(cleared\): reason is by hand, its evidence says clear/,
  ],
  ['person', entry(6, { by: 'li' }), /^history: step 7 \(cleared\): by is li, its evidence says citynerve/],
  ['hash', entry(0, { evidenceHash: 'ab' }), /^evidence: step 1 \(raised\): its evidence ab… is not at hand/],
  [
    'note',
    entry(3, { reason: 'nothing to see' }),
    /^history: step 4 .*: the journal has no such action of li at 2026-/,
  ],
  ['person who acknowledged', entry(3, { by: 'wang' }), /^history: step 4 .*: the journal has no such action of wang/],
  [
    'lost entry',
    { ...flood, history: flood.history.toSpliced(4, 1) },
    /^evidence: step 5 \(eased\): revision is 6, in/,
  ],
  ['order', { ...flood, history: flood.history.toReversed() }, /^history: does not begin with "raised"/],
  ['invented entry', { ...flood, history: [...flood.history, INVENTED] }, /^history: step 8 .* has no evidence/],
];
test.each(ENTRIES)('a changed %s of the history is found and named', async (_, alert, said) => {
  const found = await details(alert);
  expect(
    found.some((each) => said.test(each)),
    found.join('\n'),
  ).toBe(true);
});

test('evidence of a step that was changed has another hash, and does not lead to the step any more', async () => {
  const hash = flood.history[2]?.evidenceHash ?? '';
  const critical = kept.get(hash) as Evidence;
  const calm = { ...critical, verdict: { ...critical.verdict, severity: null } };
  const found = await details(flood, new Map(kept).set(hash, calm));
  expect(found.join('\n')).toMatch(/evidence: step 3 \(escalated\): its evidence has the hash .*, in the history /);
  expect(found.join('\n')).toMatch(/verdict: step 3 \(escalated\): evidence has \{/);
});

test('steps that are missing, or whose hashes were taken away, are named; an input is compared once', async () => {
  const bare = (await details(flood, new Map())).filter((each) => each.startsWith('evidence:'));
  expect(bare).toHaveLength(5);
  const stripped = { ...flood, history: flood.history.map(({ evidenceHash: _, ...each }) => each) };
  expect((await details(stripped)).join('\n')).toContain('history: step 6 (eased): has no evidence');
});

test('late data that amend or withdraw an alert are recomputed from the evidence of that step', async () => {
  const events = seriesOf('rain-of-the-district');
  const minuteOf = (event: FoldEvent) =>
    event.type === 'watermark'
      ? event.at
      : event.type === 'state'
        ? event.state.at
        : 'reading' in event
          ? event.reading.observedAt
          : 0;
  const upTo = (minute: number) => events.filter((event) => minuteOf(event) <= SERIES_START + minute * 60_000);
  const depth = upTo(24).findLast(
    ({ type, ...event }) => type === 'released' && 'reading' in event && event.reading.property === 'road.flood_depth',
  );
  if (depth?.type !== 'released') throw new Error('the fixture has no depth');
  const late = { ...depth.reading, value: 12, offset: 8_888 };
  for (const [minute, change] of [
    [24, 'withdrawn'],
    [30, 'amended'],
  ] as const) {
    const rest = events.filter(
      (event) => minuteOf(event) > SERIES_START + minute * 60_000 && event.type === 'watermark',
    );
    const next =
      minute === 24 ? rest.slice(0, 1) : events.filter((event) => minuteOf(event) > SERIES_START + minute * 60_000);
    const story: readonly FoldEvent[] = [...upTo(minute), { type: 'late', reading: late }, ...stateOf(late), ...next];
    const { revisions, kept: evidence } = played(story);
    const alert = revisions.find(({ history }) => history.at(-1)?.change === change) as Alert;
    const journal = accessTo(new Map(journalOf(events)).set(late.offset, late));
    const evidenceOf = (hash: string) => evidence.get(hash) ?? null;
    const { findings, steps } = await verifyAlert({ ...HERE, alert, evidenceOf, journal });
    expect(findings).toEqual([]);
    expect(steps.recomputed).toBe(alert.history.length);
  }
});

test('an alert of a version that kept no evidence of steps verifies by its severity and its history', async () => {
  const { step: _, ...evidence } = flood.evidence;
  const older = { ...flood, evidence, history: flood.history.map(({ evidenceHash: _hash, ...each }) => each) };
  expect(await verify(older)).toMatchObject({ ok: true, findings: [], steps: { recomputed: 0, older: 6 } });
  const found = await details({ ...older, peakSeverity: 'watch' });
  expect(found).toEqual(['alert: peakSeverity is watch, from its history critical']);
});

test('an alert whose scenario was switched off and on again has evidence of both steps', async () => {
  const before = storm.findIndex((event) => event.type === 'watermark' && event.at >= floodedAt);
  const switchTo = (type: 'extension.off' | 'extension.on', offset: number): FoldEvent => ({
    type: 'action',
    actionId: type,
    user: 'li',
    action: { type, kind: 'scenario', id: 'waterlogging', zoneId: 'underpass', deviceId: null },
    receivedAt: floodedAt,
    offset,
  });
  const switched = [switchTo('extension.off', 9_000), switchTo('extension.on', 9_001)];
  const { revisions, kept: evidence } = played([...storm.slice(0, before), ...switched, ...storm.slice(before)]);
  const alerts = revisions.filter(({ history }) => history.at(-1)?.reason === 'watched again');
  expect(alerts.map(({ lane }) => lane).sort()).toEqual(['arrival', 'event']);
  for (const alert of alerts) {
    const { findings, steps } = await verify(alert, evidence);
    expect(findings).toEqual([]);
    expect(steps.recomputed).toBe(alert.history.length);
  }
});
