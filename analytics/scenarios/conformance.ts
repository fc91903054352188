import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { PlaceTruth } from '../../model/ground-truth.ts';
import { SEVERITIES, type Severity } from '../../model/scenario.ts';
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
  pumpKilowatts: 0,
  hasPower: true,
  wind: { metresPerSecond: 2, fromDegrees: 90 },
  haze: { pm25: 0, pm10: 0 },
  subjectId: null,
  transformer: { loadPercent: 50, topOilCelsius: 45, hotSpotCelsius: 55 },
  dust: { nowUgPerM3: 0, meanUgPerM3: 0, sourceId: null },
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

/**
 * The conformance suite of scenarios, run with the fixtures in `directory/fixtures/<case>/{series.txt, expected.txt}`
 * and with random windows.
 */
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
      const changes = changeTable(played.get(name)?.revisions ?? []);
      const expected = join(fixtures, name, 'expected.txt');
      if (process.env['UPDATE_FIXTURES']) writeFileSync(expected, changes);
      expect(changes).toBe(readFileSync(expected, 'utf8'));
    });

    test('at least one raises an alert, and at least one does not', () => {
      const counts = [...played.values()].map(({ revisions }) => revisions.length);
      expect([counts.some((count) => count > 0), counts.includes(0)]).toEqual([true, true]);
    });

    test.each(cases)('%s: every verdict can be recomputed from its evidence, which is small', (name) => {
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

    test.each(cases)('%s: trimming a window does not change the verdict', (name) => {
      const judged = (played.get(name)?.judged ?? []).filter((_, index) => index % 7 === 0);
      for (const [window, by] of judged) {
        const trimmed = scenario.trim?.(window, by) ?? window;
        expect(canonicalJson(scenario.evaluate(trimmed, by))).toBe(canonicalJson(scenario.evaluate(window, by)));
      }
    });
  });

  test('what it explains is what it decides: the conditions that held, and the severity that they lead to', () => {
    for (const [window, by] of [...played.values()].flatMap(({ judged }) => judged.filter((_, n) => n % 5 === 0))) {
      const seen = scenario.explain?.(window, by);
      if (seen === undefined) return;
      const { because, severity } = scenario.evaluate(window, by);
      const held = new Set(seen.conditions.flatMap(({ name, holds }) => (holds ? [name] : [])));
      expect([...held]).toEqual(because);
      const isMet = (each: Severity) => seen.rules[each].some((set) => set.every((name) => held.has(name)));
      expect(SEVERITIES.findLast(isMet) ?? null).toBe(severity);
      for (const { value, limit } of seen.conditions) {
        expect(value === undefined || Object.hasOwn(words.values, value.name)).toBe(true);
        expect(limit === undefined || Object.hasOwn(words.rows, limit.row)).toBe(true);
      }
    }
  });

  test('its packs reproduce their test vectors, and all its standards are known', () => {
    for (const pack of packs) expect(checkPack(pack)).toEqual([]);
    expect([...new Set(standards.map(({ id }) => id))].sort()).toEqual([...scenario.standards].sort());
    const { onSeconds, offSeconds } = scenario.holds(standards);
    for (const seconds of [...Object.values(onSeconds), offSeconds]) expect(seconds).toBeGreaterThanOrEqual(0);
  });

  test('it evaluates any window without exception, clock or randomness, and all names have texts', () => {
    const forbidden = () => {
      throw new Error('a clock or a random number was used');
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
    // A fixed seed, because the default one is taken from the clock.
    fc.assert(property, { seed: 11, numRuns: 200 });
  });

  test('title, advice, conditions, values and rows of its packs have texts in both languages', () => {
    const hasTexts = (text: LocalizedText | undefined) => text !== undefined && text.en !== '' && text.zh !== '';
    const missing = [
      ...(hasTexts(scenario.title) ? [] : ['title']),
      ...SEVERITIES.filter((severity) => !hasTexts(words.advice[severity])),
      ...verdicts().flatMap(({ because, values }) => [
        ...because.filter((name) => !hasTexts(words.conditions[name])),
        ...Object.keys(values).filter((name) => !hasTexts(words.values[name])),
      ]),
      ...packs.flatMap(({ table }) => Object.keys(table).filter((row) => !hasTexts(words.rows[row]))),
      ...Object.entries({ ...words.conditions, ...words.values, ...words.rows }).flatMap(([name, text]) =>
        hasTexts(text) ? [] : [name],
      ),
    ];
    expect(missing).toEqual([]);
  });

  test.skipIf(labels === null)('its labels find no incident in a calm city', () => {
    const measured = labels?.measure(CALM) ?? Number.NaN;
    expect(measured >= (labels?.least ?? 0)).toBe(false);
    expect(labels?.leastMinutes).toBeGreaterThan(0);
  });
}
