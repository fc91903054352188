import { describe, expect, test } from 'vitest';
import type { IncidentLabel, Label } from './labels/label.ts';
import { scoreAlerts } from './score.ts';
import type { ScoredAlert } from './scoring/scored-alert.ts';

const MINUTE = 60_000;
const PARENTS = new Map([
  ['city', null],
  ['d1', 'city'],
  ['c1', 'd1'],
  ['c2', 'd1'],
  ['u1', 'c1'],
  ['u2', 'c2'],
]);

const incident = (
  zoneId: string,
  from: number,
  until: number,
  kind: IncidentLabel['kind'] = 'real',
  scenarioId = 'waterlogging',
): IncidentLabel => ({
  type: 'incident',
  incidentId: `${kind}-${zoneId}-${from}`,
  scenarioId,
  kind,
  zoneId,
  subjectId: null,
  startAt: from * MINUTE,
  endAt: until * MINUTE,
  cause: 'test',
  peak: 30,
  unit: 'cm',
  source: null,
  passed: [],
  lyingDevices: [],
});

type Step = ScoredAlert['history'][number];

const alert = (
  zoneId: string,
  from: number,
  until: number | null,
  {
    severity = 'warn',
    steps = [],
    ...more
  }: Partial<ScoredAlert> & Partial<Pick<Step, 'severity'>> & { steps?: Step[] } = {},
): ScoredAlert => ({
  id: `${zoneId}@${from}`,
  zoneId,
  scenarioId: 'waterlogging',
  lane: 'event',
  peakSeverity: severity,
  activeAt: from * MINUTE,
  raisedAt: from * MINUTE,
  history: [
    { at: from * MINUTE, change: 'raised', severity },
    ...steps,
    ...(until === null ? [] : [{ at: until * MINUTE, change: 'cleared', severity } as const]),
  ],
  ...more,
});

describe('scoring alerts against the ground truth', () => {
  test('an alert at the place and time finds the incident; the lag counts from its start', () => {
    const score = scoreAlerts([incident('u1', 60, 100)], [alert('u1', 64, 110)], PARENTS);
    expect(score.found).toMatchObject([{ lagMinutes: 4, alertIds: ['u1@64'] }]);
    expect(score).toMatchObject({ missed: [], falseAlarms: [], withdrawn: [] });
  });

  test('an alert up to 15 minutes before or after the water counts; before it the lag is negative', () => {
    const labels = [incident('u1', 60, 100)];
    expect(scoreAlerts(labels, [alert('u1', 50, null)], PARENTS).found[0]?.lagMinutes).toBe(-10);
    expect(scoreAlerts(labels, [alert('u1', 30, 46)], PARENTS).found).toHaveLength(1);
    expect(scoreAlerts(labels, [alert('u1', 30, 44)], PARENTS).missed).toHaveLength(1);
    expect(scoreAlerts(labels, [alert('u1', 115, 120)], PARENTS).found).toHaveLength(1);
    expect(scoreAlerts(labels, [alert('u1', 116, 120)], PARENTS).falseAlarms).toHaveLength(1);
  });

  test('an alert for the cell or the district around it counts, one for the neighbour does not', () => {
    const labels = [incident('u1', 60, 100)];
    for (const zone of ['u1', 'c1', 'd1', 'city'])
      expect(scoreAlerts(labels, [alert(zone, 62, 90)], PARENTS).found).toHaveLength(1);
    const score = scoreAlerts(labels, [alert('u2', 62, 90)], PARENTS);
    expect(score.missed).toHaveLength(1);
    expect(score.falseAlarms).toHaveLength(1);
  });

  test('an alert about another transformer, or another source of dust, finds nothing', () => {
    const of = (id: string) => alert('c1', 62, 90, { id, subject: { kind: 'transformer', id } });
    for (const named of [{ subjectId: 't-1' }, { source: 't-1' }]) {
      const label = { ...incident('c1', 60, 100), ...named };
      expect(scoreAlerts([label], [of('t-1')], PARENTS).found).toHaveLength(1);
      expect(scoreAlerts([label], [of('t-2')], PARENTS)).toMatchObject({ found: [], falseAlarms: [{ id: 't-2' }] });
      expect(scoreAlerts([label], [alert('c1', 62, 90)], PARENTS).found).toHaveLength(1);
    }
  });

  test('each scenario is scored by its own labels, also one of which nothing happened', () => {
    const heat = { scenarioId: 'heat', least: 40, unit: 'Cel', leastMinutes: 30 };
    const run: Label = { type: 'run', seed: 1, startAt: 0, devices: 1, scenarios: [heat] };
    const labels = [run, incident('u1', 60, 100), incident('u1', 60, 100, 'real', 'gas')];
    const alerts = ['waterlogging', 'heat', 'noise'].map((scenarioId) =>
      alert('u1', 62, 90, { id: scenarioId, scenarioId }),
    );
    const score = scoreAlerts(labels, alerts, PARENTS);
    expect(score.found).toMatchObject([{ alertIds: ['waterlogging'] }]);
    expect(score.missed).toMatchObject([{ scenarioId: 'gas' }]);
    expect(score.falseAlarms).toMatchObject([{ id: 'heat' }]);
    expect(score.unlabelled).toMatchObject([{ id: 'noise' }]);
  });

  test('a watch and an alert of another scenario do not count', () => {
    const others = [alert('u1', 62, 90, { severity: 'watch' }), alert('u1', 62, 90, { scenarioId: 'heat' })];
    const score = scoreAlerts([incident('u1', 60, 100)], others, PARENTS);
    expect(score).toMatchObject({ found: [], falseAlarms: [] });
    expect(score.missed).toHaveLength(1);
  });

  test('an alert that began as a watch counts from its escalation on', () => {
    const grown = alert('u1', 20, 110, {
      severity: 'watch',
      steps: [{ at: 63 * MINUTE, change: 'escalated', severity: 'warn' }],
    });
    expect(scoreAlerts([incident('u1', 60, 100)], [grown], PARENTS).found[0]?.lagMinutes).toBe(3);
  });

  test('a look-alike with an alert is a named false alarm; one without is counted', () => {
    const labels = [
      incident('u1', 60, 90, 'look-alike:burst-hydrant'),
      incident('u2', 60, 90, 'look-alike:traffic-jam'),
    ];
    const score = scoreAlerts(labels, [alert('u1', 65, 80)], PARENTS);
    expect(score.falseAlarms).toHaveLength(1);
    expect(score.lookAlikesFired).toMatchObject([
      { lookAlike: { kind: 'look-alike:burst-hydrant' }, alertIds: ['u1@65'] },
    ]);
    expect(score.lookAlikesSilent).toBe(1);
  });

  test('an alert about a real incident does not count for a look-alike beside it', () => {
    const labels = [incident('u1', 60, 90), incident('u2', 60, 90, 'look-alike:storm-drains-cope')];
    const score = scoreAlerts(labels, [alert('d1', 65, 80)], PARENTS);
    expect(score.found).toHaveLength(1);
    expect(score.lookAlikesFired).toEqual([]);
  });

  test('a withdrawn alert is a false alarm, also where there was water, and is named', () => {
    const hasty = alert('u1', 65, null, {
      lane: 'arrival',
      severity: 'critical',
      steps: [{ at: 67 * MINUTE, change: 'withdrawn', severity: 'critical' }],
    });
    const lying = scoreAlerts([incident('u1', 60, 90, 'look-alike:lying-gauge-spike')], [hasty], PARENTS);
    expect(lying).toMatchObject({ found: [], lookAlikesSilent: 0 });
    expect(lying.lookAlikesFired).toMatchObject([{ alertIds: ['u1@65'] }]);
    expect(lying.falseAlarms).toEqual([hasty]);
    expect(lying.withdrawn).toEqual([hasty]);
    const wet = scoreAlerts([incident('u1', 60, 90)], [hasty], PARENTS);
    expect(wet).toMatchObject({ found: [], falseAlarms: [hasty] });
    expect(wet.missed).toHaveLength(1);
  });

  test('an alert that was published late is matched by its event times, and its lag counts to its publication', () => {
    const late = alert('u1', 62, 90, { steps: [] });
    const published = late.history.map((step) => ({ ...step, publishedAt: 130 * MINUTE }));
    const score = scoreAlerts([incident('u1', 60, 100)], [{ ...late, history: published }], PARENTS);
    expect(score.found).toMatchObject([{ lagMinutes: 70 }]);
    expect(score.falseAlarms).toEqual([]);
  });

  test('an alert that was eased and escalated again for nothing is found and false', () => {
    const again = alert('u1', 62, 220, {
      steps: [
        { at: 100 * MINUTE, change: 'eased', severity: 'watch' },
        { at: 200 * MINUTE, change: 'escalated', severity: 'critical' },
      ],
    });
    const score = scoreAlerts([incident('u1', 60, 100)], [again], PARENTS);
    expect(score.found).toHaveLength(1);
    expect(score.falseAlarms).toEqual([again]);
  });
});
