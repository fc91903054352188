import { describe, expect, test } from 'vitest';
import type { Alert } from '../model/alert.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Reading } from '../model/reading.ts';
import type { StandardsPack } from '../model/standards-pack.ts';
import { createAnalytics } from './analytics.ts';
import { canonicalHash } from './canonical-json.ts';
import { journalOf, verifyIn } from './evidence/test-verify.ts';
import { WATERLOGGING } from './scenarios/waterlogging/index.ts';
import { standard, TEST_ENGINE, testRegistry } from './test-city.ts';
import { parseSeries, SERIES_START, seriesEvents, stateOf } from './test-series.ts';

const MINUTE = 60_000;
/** Midnight in Shanghai, which is 16:00 of the day before in UTC. */
const MIDNIGHT = SERIES_START + 960 * MINUTE;
const NEW_DAY = '2026-07-02';
const waterlogging = standard('cn-waterlogging');
const rain = standard('cn-cma-rain-signals');

/** An edition of the waterlogging pack with other depths, in centimetres; only these differ. */
function edition(
  version: string,
  dates: Pick<StandardsPack, 'effectiveFrom' | 'effectiveUntil'>,
  depthsCm: { readonly warnDepth: number; readonly criticalDepthUnderpass: number },
): StandardsPack {
  const { source } = waterlogging;
  const rows = Object.entries(depthsCm).map(([name, value]) => [name, { ...waterlogging.table[name], value }]);
  const table = { ...waterlogging.table, ...Object.fromEntries(rows) };
  if (typeof source === 'string') throw new Error('the pack has no checksum');
  return { ...waterlogging, ...dates, version, table, source: { ...source, checksum: canonicalHash(table) } };
}
const UNTIL = { effectiveFrom: null, effectiveUntil: NEW_DAY };
const FROM = { effectiveFrom: NEW_DAY, effectiveUntil: null };

const fold = (...editions: readonly StandardsPack[]) =>
  createAnalytics({
    registry: testRegistry([...editions, rain]),
    scenarios: [WATERLOGGING.scenario],
    engine: TEST_ENGINE,
  });
const versionOf = ({ pack }: Evidence) => pack.version;
const minuteOf = (at: number) => (at - MIDNIGHT) / MINUTE;

/** Rain, and a depth in the underpass, from an hour before midnight. */
const series = (depths: string) =>
  seriesEvents(
    parseSeries(`
      rain.depth@gauge-1/cell             _x900 0.5x100
      road.flood_depth@depth-1/underpass  _x900 ${depths}`),
  );

describe('two editions of the pack of a scenario, one ending where the other begins', () => {
  const [lenient, strict] = [
    { warnDepth: 25, criticalDepthUnderpass: 40 },
    { warnDepth: 15, criticalDepthUnderpass: 27 },
  ];

  test('the same depth is evaluated with the edition of each day, which is in the evidence, and both verify', async () => {
    const events = series('0x45 30x55');
    const revisions = fold(edition('2020.1', UNTIL, lenient), edition('2026.3', FROM, strict)).handle(events).effects;
    const ofUnderpass = revisions.map(({ alert }) => alert).filter(({ zoneId }) => zoneId === 'underpass');
    expect(
      ofUnderpass.map(({ lane, severity, history, evidence }) => {
        const { at, change } = history.at(-1) as (typeof history)[number];
        return [lane, change, severity, minuteOf(at), versionOf(evidence)];
      }),
    ).toEqual([
      ['event', 'raised', 'warn', -11, '2020.1'],
      ['arrival', 'raised', 'critical', 0, '2026.3'],
      ['arrival', 'amended', 'critical', 0, '2026.3'],
      ['event', 'escalated', 'critical', 1, '2026.3'],
    ]);
    for (const { evidence } of ofUnderpass) {
      const kept: Evidence = JSON.parse(JSON.stringify(evidence));
      const { ok, findings, inputs } = await verifyIn(journalOf(events), kept);
      expect({ ok, findings, gone: inputs.gone }).toEqual({ ok: true, findings: [], gone: 0 });
      expect(inputs.matched).toBeGreaterThan(0);
    }
  });

  test('a depth above the limit of the stricter old edition only raises no alert on the day after', () => {
    const events = series('0x45 30 0x30 30x24');
    const revisions = fold(edition('2020.1', UNTIL, strict), edition('2026.3', FROM, lenient)).handle(events).effects;
    const raised = revisions.filter(({ alert }) => alert.lane === 'arrival' && alert.revision === 1);
    expect(raised.map(({ alert }) => [minuteOf(alert.raisedAt), versionOf(alert.evidence)])).toEqual([[-14, '2020.1']]);
  });

  test('evidence that claims the other edition is found out', async () => {
    const events = series('0x45 30x55');
    const [old, later] = [edition('2020.1', UNTIL, lenient), edition('2026.3', FROM, strict)];
    const [first] = fold(old, later).handle(events).effects;
    if (first === undefined) throw new Error('no alert');
    const { ok, findings } = await verifyIn(journalOf(events), { ...first.alert.evidence, pack: later });
    expect([ok, findings.map(({ kind }) => kind)]).toEqual([false, ['hash', 'verdict']]);
  });

  test('a late reading is evaluated with the edition of its day, and the current window with the new one', async () => {
    const old = edition('2020.1', UNTIL, { warnDepth: 15, criticalDepthUnderpass: 40 });
    const later = edition('2026.3', FROM, { warnDepth: 25, criticalDepthUnderpass: 40 });
    const events = series('0x45 18x10 30x45');
    const analytics = fold(old, later);
    analytics.handle(events);
    const eventAlert = () =>
      analytics.active().find(({ lane, zoneId }) => lane === 'event' && zoneId === 'underpass') as Alert;
    const judgedAt = eventAlert().evidence.window?.at ?? 0;
    expect([minuteOf(judgedAt), versionOf(eventAlert().evidence)]).toEqual([-11, '2020.1']);

    const depthThen = [...journalOf(events).values()].find(
      ({ property, observedAt }) => property === 'road.flood_depth' && observedAt === judgedAt,
    ) as Reading;
    const now = MIDNIGHT + 41 * MINUTE;
    const lateEvents = (value: number, offset: number, at: number) => {
      const late = { ...depthThen, value, offset };
      return [
        { type: 'late', reading: late } as const,
        ...stateOf(late),
        { type: 'watermark', at, offset: offset + 1, receivedAt: at } as const,
      ];
    };
    // 16 cm were enough on the old day: under the new edition they would not have been.
    expect(analytics.handle(lateEvents(16, 900_000, now)).alerts).toEqual([]);
    const further = lateEvents(5, 900_002, now + MINUTE);
    expect(analytics.handle(further).alerts.map(({ history }) => history.at(-1)?.change)).toEqual(['amended']);
    const { evidence } = eventAlert();
    expect([evidence.window?.at, versionOf(evidence)]).toEqual([now + MINUTE, '2026.3']);
    const journal = new Map([...journalOf(events), [900_002, { ...depthThen, value: 5, offset: 900_002 }]]);
    expect(await verifyIn(journal, JSON.parse(JSON.stringify(evidence)))).toMatchObject({ ok: true, findings: [] });
  });
});
