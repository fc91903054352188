import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { createAnalytics } from '../analytics.ts';
import { canonicalJson } from '../canonical-json.ts';
import { packsOf } from '../evidence/packs-of.ts';
import { TEST_ENGINE, testRegistry } from '../test-city.ts';
import { parseSeries, SERIES_START, seriesEvents } from '../test-series.ts';
import { SCENARIOS } from './index.ts';
import { WATERLOGGING } from './waterlogging.ts';

const fixtures = join(import.meta.dirname, 'fixtures', 'waterlogging');

function play(series: string) {
  const analytics = createAnalytics({ registry: testRegistry(), scenarios: SCENARIOS, engine: TEST_ENGINE });
  const { effects } = analytics.handle(seriesEvents(parseSeries(series)));
  return { revisions: effects.map(({ alert }) => alert), active: analytics.active() };
}

/** `minute zone lane change severity: reason`, one line per change. */
const table = (revisions: readonly Alert[]): string =>
  revisions
    .map(({ zoneId, lane, history }) => {
      const last = history.at(-1);
      const minute = ((last?.at ?? 0) - SERIES_START) / 60_000;
      return `${minute}m\t${zoneId}\t${lane}\t${last?.change} ${last?.severity}\t${last?.reason}\n`;
    })
    .join('') || 'nothing\n';

describe('waterlogging, told as series', () => {
  test.each(readdirSync(fixtures))('%s', (name) => {
    const told = table(play(readFileSync(join(fixtures, name, 'series.txt'), 'utf8')).revisions);
    const expected = join(fixtures, name, 'expected.txt');
    if (process.env['UPDATE_FIXTURES']) writeFileSync(expected, told);
    expect(told).toBe(readFileSync(expected, 'utf8'));
  });

  test.each(readdirSync(fixtures))('%s: every piece of evidence gives its verdict again, and stays small', (name) => {
    for (const { evidence } of play(readFileSync(join(fixtures, name, 'series.txt'), 'utf8')).revisions) {
      const { window, reading, verdict } = evidence;
      const packs = packsOf(evidence);
      const again = window
        ? WATERLOGGING.evaluate(window, packs)
        : reading && WATERLOGGING.evaluateArrival?.(reading, 'underpass', packs);
      expect(canonicalJson(again)).toBe(canonicalJson(verdict));
      expect(JSON.stringify(evidence).length).toBeLessThan(200_000);
    }
  });
});
