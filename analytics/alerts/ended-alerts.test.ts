import { expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import type { AnalyticsFold, FoldEvent } from '../../model/fold.ts';
import { createAnalytics } from '../analytics.ts';
import { WATERLOGGING } from '../scenarios/waterlogging/index.ts';
import { STANDARDS } from '../standards/index.ts';
import { TEST_ENGINE, testRegistry } from '../test-city.ts';
import { parseSeries, SERIES_START, seriesEvents } from '../test-series.ts';

const MINUTE_MILLIS = 60_000;
/** Raised in minute 4, withdrawn in minute 6; in minute 10 another gauge raises another one at the same place. */
const EVENTS = seriesEvents(
  parseSeries(`road.flood_depth@depth-1/underpass 0x3 60? 60x3 0x3
road.flood_depth@depth-2/underpass _x9 60`),
);

const fold = (): AnalyticsFold =>
  createAnalytics({ registry: testRegistry(STANDARDS), scenarios: [WATERLOGGING.scenario], engine: TEST_ENGINE });

/** The number of events of the series after which an alert has ended. */
const END = (() => {
  const analytics = fold();
  return 1 + EVENTS.findIndex((event) => analytics.handle([event]).alerts.some(({ status }) => status === 'cleared'));
})();
const UNTIL_END = EVENTS.slice(0, END);
/** Until another one is active at the same place, before the ten minutes are over. */
const UNTIL_NEXT = EVENTS.slice(0, 1 + EVENTS.findLastIndex((event) => event.type === 'arrival'));
const ENDED = fold().handle(UNTIL_END).alerts[0] as Alert;

/** An action on the ended alert, received so many minutes after its end. */
const act = (minutes: number, actionId: string, user: string, note: string): FoldEvent => ({
  type: 'action',
  actionId,
  user,
  action: { type: 'alert.acknowledge', alertId: ENDED.id, note },
  receivedAt: SERIES_START + 6 * MINUTE_MILLIS + minutes * MINUTE_MILLIS,
  offset: 9_000,
});
const said = ({ history }: Alert) =>
  history.slice(ENDED.revision).map(({ change, by, reason }) => [change, by, reason]);

test('what is written about an alert and folded after its end stands in its history, once, and it stays ended', () => {
  const analytics = fold();
  analytics.handle(UNTIL_END);
  const restored = fold();
  restored.restore(JSON.parse(JSON.stringify(analytics.snapshot())));
  for (const each of [analytics, restored]) {
    const crew = act(0, 'a', 'li', 'crew sent');
    const { alerts, effects } = each.handle([crew, crew, act(1, 'b', 'wang', 'all dry'), act(1, 'c', 'wang', '')]);
    expect(alerts).toMatchObject([
      { id: ENDED.id, status: 'cleared', clearedAt: ENDED.clearedAt, acknowledgedBy: 'li' },
    ]);
    expect(said(alerts[0] as Alert)).toEqual([
      ['acknowledged', 'li', 'crew sent'],
      ['noted', 'wang', 'all dry'],
    ]);
    expect(effects.map(({ id }) => id)).toEqual([1, 2].map((more) => `${ENDED.id}@${ENDED.revision + more}`));
    expect(each.active()).toEqual([]);
    expect(each.handle([crew]).alerts).toEqual([]);
  }
});

test('the same in one batch with the end', () => {
  const { alerts } = fold().handle([...UNTIL_END, act(0, 'a', 'li', 'crew sent')]);
  expect(alerts).toMatchObject([{ status: 'cleared', acknowledgedBy: 'li' }]);
  expect(said(alerts[0] as Alert)).toEqual([['acknowledged', 'li', 'crew sent']]);
});

test('an alert that is active at the same place by then is not touched', () => {
  const analytics = fold();
  analytics.handle(UNTIL_NEXT);
  const before = analytics.active();
  expect(before).toMatchObject([{ zoneId: ENDED.zoneId, lane: ENDED.lane }]);
  const { alerts } = analytics.handle([act(9, 'a', 'li', 'crew sent')]);
  expect(alerts).toMatchObject([{ id: ENDED.id, status: 'cleared' }]);
  expect(analytics.active()).toEqual(before);
});

test('ten minutes after its end an alert takes nothing more and is forgotten', () => {
  const analytics = fold();
  analytics.handle(UNTIL_END);
  expect(JSON.stringify(analytics.snapshot())).toContain(ENDED.id);
  expect(analytics.handle([act(11, 'a', 'li', 'too late')]).alerts).toEqual([]);
  expect(JSON.stringify(analytics.snapshot())).not.toContain(`"id":"${ENDED.id}"`);
});
