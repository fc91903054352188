import { from, lastValueFrom, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import type { CityAction } from '../model/action.ts';
import type { Amendment } from '../model/amendment.ts';
import type { AmendmentRecord, Journalled, JournalRecord, PublicationRecord } from '../model/journal-record.ts';
import { createCityFold } from './city-fold.ts';
import { readAmendments } from './read-amendments.ts';
import { depthScenario, START, streetRecords } from './test-street.ts';

const DAYS = 3 * 86_400_000;
const YEARS = 4 * 366 * 86_400_000;
const DEEP = [0, 20, 40, 40, 40, 40, 40, 0, 0, 0];
const streets = streetRecords({ north: DEEP, south: DEEP });
const firstMessage = streets.findIndex(({ kind }) => kind === 'publication');
/** The first message that is deep enough for an alert. */
const DEEP_FROM = firstMessage + 6;
/** A stretch of messages, and the record after it. */
const [FROM, UNTIL] = [firstMessage + 9, firstMessage + 15];

const tick = (receivedAt: number): JournalRecord => ({ kind: 'tick', receivedAt, wallAt: receivedAt });
const act = (receivedAt: number, action: CityAction): JournalRecord => ({
  kind: 'action',
  actionId: `${action.type} ${receivedAt}`,
  user: 'citynerve',
  action,
  receivedAt,
  wallAt: receivedAt,
});
/** The messages of the south without a time of their own. */
const withoutOwnTime = (record: JournalRecord): JournalRecord =>
  record.kind === 'publication' && record.deviceId === 'gauge-south'
    ? { ...record, payload: Buffer.from(JSON.stringify({ values: { depth: depthIn(record) } })) }
    : record;
const depthIn = ({ payload }: PublicationRecord): number => JSON.parse(Buffer.from(payload).toString()).values.depth;
const timeOf = (records: readonly JournalRecord[], offset: number): number => records[offset]?.receivedAt ?? 0;

async function fold(
  records: readonly JournalRecord[],
  given: { readonly amendments?: readonly Amendment[]; readonly ignored?: readonly Amendment[] } = {},
) {
  const journal = records.map((record, offset) => ({ ...record, offset }) as Journalled);
  const city = createCityFold({
    mapping: null,
    amendments: given.amendments ?? [],
    ignored: given.ignored ?? [],
    scenarios: [depthScenario('steady', () => {})],
  });
  const batches = journal.map((record) => ({ records: [record], nextOffset: record.offset + 1 }));
  const results = await lastValueFrom(from(batches).pipe(city.pipeline.operator, toArray()));
  return {
    city,
    times: results.map(({ cityTime }) => cityTime),
    readings: results.flatMap(({ readings }) => readings),
    alerts: results.flatMap(({ effects }) => effects.map(({ alert }) => alert)),
    ledger: city.pipeline.ledgerNow(),
  };
}

const amendmentsIn = (records: readonly JournalRecord[]) =>
  readAmendments({
    async *read() {
      yield { records: records.map((record, offset) => ({ ...record, offset }) as Journalled), nextOffset: 0 };
    },
  });

const right = streets.map(withoutOwnTime).toSpliced(UNTIL, 0, tick(timeOf(streets, UNTIL)));
const intoThe2030s = (record: JournalRecord): JournalRecord => ({ ...record, receivedAt: record.receivedAt + YEARS });
const shift = (fromOffset: number, untilOffset: number | null, at: number): AmendmentRecord => ({
  kind: 'amendment',
  amendmentId: 'a',
  user: 'li',
  fromOffset,
  untilOffset,
  amendment: { type: 'clock-shifted', millis: -YEARS, movedMillis: -YEARS },
  receivedAt: timeOf(right, at),
  wallAt: timeOf(right, at),
});

test('a stretch of 2030 that was shifted is folded as if the clock had been right', async () => {
  const wrong = right
    .map((record, offset) => (offset >= FROM && offset < UNTIL ? intoThe2030s(record) : record))
    .with(UNTIL, shift(FROM, null, UNTIL));
  const expected = await fold(right);
  const amended = await fold(wrong, { amendments: await amendmentsIn(wrong) });
  expect(amended.times).toEqual(expected.times);
  expect(amended.readings).toEqual(expected.readings);
  expect(amended.readings).toHaveLength(20);
  expect(amended.alerts).toEqual(expected.alerts);
  expect(amended.alerts.length).toBeGreaterThan(3);
  expect(amended.ledger).toEqual(expected.ledger);
});

test('until it is folded again, a fold without the shift goes on in the time that it had', async () => {
  const wrong = right
    .map((record, offset) => (offset >= FROM && offset < UNTIL ? intoThe2030s(record) : record))
    .with(UNTIL, shift(FROM, null, UNTIL));
  const later = right.map((record, offset) => (offset >= FROM ? intoThe2030s(record) : record));
  const expected = (await fold(later)).times;
  // Whether it meets the amendment on its way, or knows from the start that it goes on without.
  expect((await fold(wrong)).times).toEqual(expected);
  expect((await fold(wrong, { ignored: await amendmentsIn(wrong) })).times).toEqual(expected);
});

test('a clock that was in the past at first is shifted forward', async () => {
  const until = firstMessage + 4;
  const wrong = right.map((record, offset) =>
    offset < until ? { ...record, receivedAt: record.receivedAt - YEARS } : record,
  );
  const amendment = { type: 'clock-shifted', millis: YEARS } as const;
  const amended = await fold(wrong, {
    amendments: [{ amendmentId: 'a', user: 'li', fromOffset: 0, untilOffset: until, amendment }],
  });
  const expected = await fold(right);
  expect(amended.readings).toEqual(expected.readings);
  expect(amended.alerts).toEqual(expected.alerts);
});

test('a raw journal whose time goes back is folded without going back', async () => {
  const later = { ...tick(START + 5), kind: 'tick' } as const;
  expect((await fold([tick(START + 9), later, tick(START + 12)])).times).toEqual([START + 9, START + 9, START + 12]);
});

/** As of a device whose own clock is right while the gateway's is days behind. */
const daysLater = (record: JournalRecord): JournalRecord => {
  if (record.kind !== 'publication') return record;
  const { ts, ...rest } = JSON.parse(Buffer.from(record.payload).toString());
  if (ts === undefined) return record;
  return { ...record, payload: Buffer.from(JSON.stringify({ ts: ts + DAYS, ...rest })) };
};

test.each([
  ['3 days behind, because the gateway was down', daysLater, DAYS],
  ['years ahead', intoThe2030s, 0],
] as const)(
  'readings with a time of their own stay right while the clock is held at a start, %s',
  async (_, change, later) => {
    const wrong = right.map((record, offset) => (offset >= DEEP_FROM ? change(record) : record));
    const held = act(timeOf(wrong, DEEP_FROM), { type: 'clock.held', aheadMillis: 0, isTimeKnown: false });
    const { readings, alerts, city, ledger } = await fold(wrong.toSpliced(DEEP_FROM, 0, held));
    const own = readings.filter(({ deviceId }) => deviceId === 'gauge-north').slice(-5);
    const expected = (await fold(right)).readings.filter(({ deviceId }) => deviceId === 'gauge-north').slice(-5);
    expect(own.map(({ observedAt, value }) => [observedAt, value])).toEqual(
      expected.map(({ observedAt, value }) => [observedAt + later, value]),
    );
    expect(own.every(({ quality }) => quality.level === 'good' && quality.reasons.join() === 'clock-held')).toBe(true);
    expect(ledger.map(({ values }) => [values.rejected, values.acceptedLate])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    // Both gauges, with a time of their own and without, raise an alert at once.
    expect(new Set(alerts.filter(({ lane }) => lane === 'arrival').map(({ zoneId }) => zoneId)).size).toBe(2);
    expect(ledger.every(({ values }) => values.clockHeld > 0)).toBe(true);
    expect(city.pipeline.clockHold()).toMatchObject({ isTimeKnown: false });
    expect(alerts.filter(({ revision }) => revision === 1).every(({ isClockHeld }) => isClockHeld)).toBe(true);
  },
);

test('a hold is over at the record that says so, also after a restart of the fold', async () => {
  const records = [
    act(START, { type: 'clock.held', aheadMillis: 7, isTimeKnown: true }),
    act(START + 1, { type: 'clock.accepted' }),
  ];
  const { city } = await fold(records);
  expect(city.pipeline.clockHold()).toEqual({
    since: START,
    offset: 0,
    aheadMillis: 7,
    isTimeKnown: true,
    isAccepted: true,
  });
  const again = createCityFold({ mapping: null, amendments: [] });
  again.restore(JSON.parse(JSON.stringify(city.snapshot())));
  expect(again.pipeline.clockHold()).toEqual(city.pipeline.clockHold());
  const over = await fold([...records, act(START + 2, { type: 'clock.followed' })]);
  expect(over.city.pipeline.clockHold()).toBeNull();
});
