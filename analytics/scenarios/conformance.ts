import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { PlaceTruth } from '../../model/ground-truth.ts';
import { SEVERITIES } from '../../model/scenario.ts';
import type { LocalizedText } from '../../model/standards-pack.ts';
import { canonicalJson } from '../canonical-json.ts';
import { packsOf } from '../evidence/packs-of.ts';
import { STANDARDS } from '../standards/index.ts';
import { checkPack } from '../standards/load-pack.ts';
import { hostileWindows } from './hostile-windows.ts';
import { changeTable, playSeries } from './play-series.ts';
import type { ScenarioFolder } from './scenario-folder.ts';

const CALM: PlaceTruth = {
  rainMmPerHour: 0,
  drainFill: 0,
  depthCm: 0,
  traffic: { speedKmh: 50, volumePerHour: 500 },
  weather: {
    temperatureCelsius: 20,
    humidityPercent: 60,
    pressureHectopascals: 1010,
    windMetresPerSecond: 2,
    windFromDegrees: 90,
  },
  hourOfDay: 10,
  deviceModels: new Set(),
};

/** What every scenario is held to, by its fixtures in `directory/fixtures/<case>/{series.txt, expected.txt}` and by hostile windows. */
export function describeScenario(directory: string, { scenario, words, packs, labels }: ScenarioFolder): void {
  const fixtures = join(directory, 'fixtures');
  const cases = readdirSync(fixtures);
  const played = new Map(
    cases.map((name) => [name, playSeries(scenario, readFileSync(join(fixtures, name, 'series.txt'), 'utf8'))]),
  );
  const standards = STANDARDS.filter(({ id }) => scenario.standards.includes(id));
  const verdicts = () =>
    [...played.values()].flatMap(({ revisions }) => revisions.map(({ evidence }) => evidence.verdict));

  afterEach(() => {
    vi.restoreAllMocks();
  });

  describe('fixtures', () => {
    test.each(cases)('%s', (name) => {
      const told = changeTable(played.get(name)?.revisions ?? []);
      const expected = join(fixtures, name, 'expected.txt');
      if (process.env['UPDATE_FIXTURES']) writeFileSync(expected, told);
      expect(told).toBe(readFileSync(expected, 'utf8'));
    });

    test('one at least raises an alert, and one stays silent', () => {
      const counts = [...played.values()].map(({ revisions }) => revisions.length);
      expect([counts.some((count) => count > 0), counts.includes(0)]).toEqual([true, true]);
    });

    test.each(cases)('%s: every piece of evidence gives its verdict again, and stays small', (name) => {
      for (const { evidence } of played.get(name)?.revisions ?? []) {
        const { window, reading, verdict } = evidence;
        const kind = scenario.zoneKinds.find((each) => each === evidence.zoneKind);
        const again = window
          ? scenario.evaluate(window, packsOf(evidence))
          : reading && kind && scenario.evaluateArrival?.(reading, kind, packsOf(evidence));
        expect(canonicalJson(again)).toBe(canonicalJson(verdict));
        expect(JSON.stringify(evidence).length).toBeLessThan(200_000);
      }
    });

    test.each(cases)('%s: what is trimmed from a window decides nothing', (name) => {
      const judged = (played.get(name)?.judged ?? []).filter((_, index) => index % 7 === 0);
      for (const [window, by] of judged) {
        const trimmed = scenario.trim?.(window, by) ?? window;
        expect(canonicalJson(scenario.evaluate(trimmed, by))).toBe(canonicalJson(scenario.evaluate(window, by)));
      }
    });
  });

  test('its packs load and reproduce their vectors, and all that it is judged by is known', () => {
    for (const pack of packs) expect(checkPack(pack)).toEqual([]);
    expect([...new Set(standards.map(({ id }) => id))].sort()).toEqual([...scenario.standards].sort());
    const { onSeconds, offSeconds } = scenario.holds(standards);
    for (const seconds of [...Object.values(onSeconds), offSeconds]) expect(seconds).toBeGreaterThanOrEqual(0);
  });

  test('it judges any window without a throw, a clock or chance, in names that have words', () => {
    const forbidden = () => {
      throw new Error('a clock or chance was asked');
    };
    vi.spyOn(Date, 'now').mockImplementation(forbidden);
    vi.spyOn(Math, 'random').mockImplementation(forbidden);
    vi.spyOn(performance, 'now').mockImplementation(forbidden);
    const property = fc.property(hostileWindows(scenario), (window) => {
      const verdict = scenario.evaluate(window, standards);
      const trimmed = scenario.trim?.(window, standards);
      if (trimmed) scenario.evaluate(trimmed, standards);
      const names = Object.keys(verdict.values);
      return (
        canonicalJson(scenario.evaluate(window, standards)) === canonicalJson(verdict) &&
        (verdict.severity === null || SEVERITIES.includes(verdict.severity)) &&
        Object.values(verdict.values).every(Number.isFinite) &&
        verdict.because.every((name) => Object.hasOwn(words.conditions, name)) &&
        names.every((name) => Object.hasOwn(words.values, name))
      );
    });
    // A stated seed: what is tried does not depend on the clock either.
    fc.assert(property, { seed: 11, numRuns: 200 });
  });

  test('title, advice, conditions, values and rows of its packs have words in both languages', () => {
    const isTold = (text: LocalizedText | undefined) => text !== undefined && text.en !== '' && text.zh !== '';
    const missing = [
      ...(isTold(scenario.title) ? [] : ['title']),
      ...SEVERITIES.filter((severity) => !isTold(words.advice[severity])),
      ...verdicts().flatMap(({ because, values }) => [
        ...because.filter((name) => !isTold(words.conditions[name])),
        ...Object.keys(values).filter((name) => !isTold(words.values[name])),
      ]),
      ...packs.flatMap(({ table }) => Object.keys(table).filter((row) => !isTold(words.rows[row]))),
      ...Object.entries({ ...words.conditions, ...words.values, ...words.rows }).flatMap(([name, text]) =>
        isTold(text) ? [] : [name],
      ),
    ];
    expect(missing).toEqual([]);
  });

  test.skipIf(labels === null)('in a calm city its labels call nothing real', () => {
    const measured = labels?.measure(CALM) ?? Number.NaN;
    expect(measured >= (labels?.least ?? 0)).toBe(false);
    expect(labels?.leastMinutes).toBeGreaterThan(0);
  });
}
