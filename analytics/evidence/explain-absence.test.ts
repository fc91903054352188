import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Judgement } from '../../model/judgement.ts';
import type { Severity } from '../../model/scenario.ts';
import { playSeries } from '../scenarios/play-series.ts';
import { WATERLOGGING } from '../scenarios/waterlogging/index.ts';
import { SERIES_START } from '../test-series.ts';
import { explainAbsence } from './explain-absence.ts';

/** How the underpass of a fixture was judged up to a minute. */
function judgedUpTo(name: string, minute: number): readonly Judgement[] {
  const file = join(import.meta.dirname, '../scenarios/waterlogging/fixtures', name, 'series.txt');
  const first = new Map<number, Judgement>();
  for (const [window, packs] of playSeries(WATERLOGGING.scenario, readFileSync(file, 'utf8')).judged) {
    if (window.zoneId !== 'underpass' || window.at > SERIES_START + minute * 60_000 || first.has(window.at)) continue;
    first.set(window.at, { window, packs, verdict: WATERLOGGING.scenario.evaluate(window, packs) });
  }
  return [...first.values()];
}
const absences = (name: string, minute: number, standing: Severity | null) =>
  explainAbsence(judgedUpTo(name, minute), standing, WATERLOGGING);

test('a severity whose conditions did not hold: the nearest ones are named, with what they saw', () => {
  const [warn, critical] = absences('heavy-rain-without-ponding', 60, 'watch');
  expect(warn).toMatchObject({ severity: 'warn', why: 'missing', conditions: [['depth-warn']] });
  expect(warn?.text).toBe(
    'for warn was missing: Water on the road above the warning depth: Water on the road (cm) 0, needs at least 15 (Warning depth)',
  );
  expect(critical).toMatchObject({ severity: 'critical', why: 'missing', conditions: [['depth-critical']] });
});

test('a severity whose conditions hold, but not for its on-delay, says since when', () => {
  const [warn] = absences('flooded-underpass', 47, 'watch');
  expect(warn).toMatchObject({ severity: 'warn', why: 'held-too-short' });
  expect(warn?.text).toBe(
    'warn: its conditions have held since 2026-07-01T00:46:00.000Z (60 s), and must hold for 180 s',
  );
});

test('conditions that hold for long without an alert: something began the wait anew', () => {
  const [warn] = absences('flooded-underpass', 52, 'watch');
  expect(warn).toMatchObject({ severity: 'warn', why: 'held-again' });
});

test('several ways to a severity that are equally near are all named; nothing is missing for one that stands', () => {
  const [watch] = absences('traffic-jam', 20, null);
  expect(watch?.conditions).toEqual([
    ['rain-signal-yellow'],
    ['rain-signal-orange'],
    ['rain-signal-red'],
    ['drain-filling'],
  ]);
  expect(absences('flooded-underpass', 60, 'critical')).toEqual([]);
  expect(explainAbsence([], null, WATERLOGGING)).toEqual([]);
});
