import { expect, test } from 'vitest';
import type { AirQualityIndex, AirQualityQuery } from '../../model/air-quality.ts';
import { GOOD } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { openMemoryStore } from '../../store/memory/memory-store.ts';
import { STANDARDS } from '../standards/index.ts';
import { testRegistry } from '../test-city.ts';
import { answerAirQuality } from './answer-air-quality.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-06-01T10:00:00Z');
const FROM = NOW - HOUR;
const STATIONS = ['a', 'b', 'c', 'd', 'e'];
const RULES = ['hourLeastMinutes', 'outlierDeviations', 'outlierShare', 'outlierAccuracies'];
const PM = { channel: 'pm', property: 'air.pm2_5' } as const;
const registry: RegistryView = {
  ...testRegistry(STANDARDS, STATIONS),
  models: new Map([
    [
      'test',
      {
        id: 'test',
        title: { en: 'Station', zh: '站' },
        dialect: 'test',
        channels: [{ ...PM, unit: 'ug/m3', range: [0, 1000], expectedIntervalSeconds: 60, accuracy: 5 }],
      },
    ],
  ]),
  zoneOf: () => 'cell',
};

/** The hour before now at a place; of each station readings of PM2.5, a minute apart if not said otherwise. */
async function hourOf(
  values: Readonly<Record<string, readonly number[]>>,
  { stepMillis = 60_000, packs = STANDARDS }: { stepMillis?: number; packs?: typeof STANDARDS } = {},
): Promise<AirQualityIndex> {
  const store = openMemoryStore();
  const readings = Object.entries(values).flatMap(([deviceId, ofDevice]) =>
    ofDevice.map((value, index): Reading => {
      const observedAt = FROM + index * stepMillis;
      const origin = { ...PM, deviceId, zoneId: 'cell', receivedAt: observedAt, offset: 0 };
      return { ...origin, observedAt, value, quality: GOOD };
    }),
  );
  await store.write({ readings, requalified: [], nextOffset: 1 });
  const place = { kind: 'zone', id: 'cell' } as const;
  const query: AirQualityQuery = { place, standard: 'cn', period: 'hour', from: FROM, until: NOW };
  const answer = await answerAirQuality(query, { registry, packs, store, now: NOW });
  if ('refused' in answer || answer.items[0] === undefined) throw new Error('there is no answer');
  return answer.items[0];
}

const minutes = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);
const gapOf = ({ gaps }: AirQualityIndex) => gaps.find(({ property }) => property === 'air.pm2_5')?.reason;

test('one reading in an hour gives no value, and it is said why and what is needed', async () => {
  const hour = await hourOf({ a: [30] });
  expect([hour.index, gapOf(hour), hour.leastMinutes]).toEqual([null, 'too-few-minutes', 45]);
  expect(hour.excluded).toEqual([
    { deviceId: 'a', property: 'air.pm2_5', reason: 'too-few-minutes', hours: 1, value: 30, minutes: 1 },
  ]);
});

test('45 minutes are enough, 44 are not, and a burst of 60 readings is one minute', async () => {
  expect((await hourOf({ a: minutes(45, 30) })).parts[0]?.concentration).toBe(30);
  expect(gapOf(await hourOf({ a: minutes(44, 30) }))).toBe('too-few-minutes');
  const burst = await hourOf({ a: minutes(60, 30) }, { stepMillis: 100 });
  expect([burst.index, burst.excluded[0]?.minutes]).toEqual([null, 1]);
});

test('readings that do not come quite regularly, or more often than expected, count for the time that they stand for', async () => {
  expect((await hourOf({ a: minutes(45, 30) }, { stepMillis: 63_000 })).index).toBe(43);
  expect((await hourOf({ a: minutes(360, 30) }, { stepMillis: 10_000 })).index).toBe(43);
  expect((await hourOf({ a: minutes(30, 30) }, { stepMillis: 120_000 })).excluded[0]?.minutes).toBe(30);
  expect((await hourOf({ a: minutes(180, 30) }, { stepMillis: 10_000 })).excluded[0]?.minutes).toBe(31);
});

test('four stations at 30 and one at 900 give the index of 30, and the fifth is named', async () => {
  const values = Object.fromEntries(STATIONS.map((id) => [id, minutes(60, id === 'e' ? 900 : 30)]));
  const hour = await hourOf(values);
  expect([hour.index, hour.parts[0]?.concentration, hour.isBeyondScale]).toEqual([43, 30, false]);
  expect(hour.excluded).toEqual([
    { deviceId: 'e', property: 'air.pm2_5', reason: 'outlier', hours: 1, value: 900, minutes: 60 },
  ]);
  expect(hour.excludedHours).toBe(1);
});

test('two stations that contradict each other give no middle that nobody measured', async () => {
  const hour = await hourOf({ a: minutes(60, 30), b: minutes(60, 900) });
  expect([hour.index, gapOf(hour)]).toEqual([null, 'contested']);
  expect(hour.excluded.map(({ deviceId, reason, value }) => [deviceId, reason, value])).toEqual([
    ['a', 'contested', 30],
    ['b', 'contested', 900],
  ]);
});

test('small negative readings near zero count in the mean', async () => {
  const hour = await hourOf({ a: [...minutes(30, -3), ...minutes(30, 7)] });
  expect([hour.parts[0]?.concentration, hour.excluded]).toEqual([2, []]);
});

test('an edition of before these rules judges as it did: one reading is a value, and all stations count', async () => {
  const packs = STANDARDS.map((pack) => {
    return { ...pack, table: Object.fromEntries(Object.entries(pack.table).filter(([row]) => !RULES.includes(row))) };
  });
  const hour = await hourOf({ a: [30], b: [900] }, { packs });
  expect([hour.parts[0]?.concentration, hour.excluded, hour.leastMinutes]).toEqual([465, [], null]);
});
