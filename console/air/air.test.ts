import { expect, test } from 'vitest';
import type { AirQualityIndex } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import { formatConcentration } from '../format/number.ts';
import { classInk, contrast } from './class-ink.ts';
import { editionBehind, editionsOf } from './editions.ts';
import { indexText } from './index-text.ts';
import { axisText, isTick, periodText } from './period-text.ts';
import { classesOf, editionChanges, newestOf, scaleTop } from './periods.ts';

const ZONE = 'Asia/Shanghai';
const DAY_MILLIS = 86_400_000;
const FIRST_OF_MARCH = Date.UTC(2026, 1, 28, 16);
const good = { level: 1, title: { en: 'Good', zh: '优' }, colour: '#00e400' };
const fair = { level: 2, title: { en: 'Fair', zh: '良' }, colour: '#ffff00' };
const edition = (version: string) => ({
  id: 'cn-air-quality',
  version,
  title: { en: 'Index', zh: '指数' },
  status: 'statutory' as const,
  effectiveFrom: null,
  effectiveUntil: null,
});
const day = (from: number, facts: Partial<AirQualityIndex> = {}): AirQualityIndex => ({
  place: { kind: 'device', id: 'a' },
  period: 'day',
  from,
  until: from + DAY_MILLIS,
  index: 42,
  isBeyondScale: false,
  category: good,
  primary: [],
  parts: [],
  gaps: [],
  excluded: [],
  excludedHours: 0,
  leastMinutes: null,
  standard: edition('2012'),
  ...facts,
});

test.each(['#00e400', '#ffff00', '#ff7e00', '#ff0000', '#99004c', '#8f3f97', '#7e0023', '#777777'])(
  'text on the class colour %s reads well enough',
  (colour) => expect(contrast(colour, classInk(colour))).toBeGreaterThanOrEqual(4.5),
);

test('contrast is that of the guideline: 21 for black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect([classInk('#ffff00'), classInk('#7e0023')]).toEqual(['#000000', '#ffffff']);
});

test('a change of edition is reported at the first day of the new one', () => {
  const days = [-2, -1, 0, 1].map((step) =>
    day(FIRST_OF_MARCH + step * DAY_MILLIS, { standard: edition(step < 0 ? '2012' : '2026') }),
  );
  const [change, ...others] = editionChanges(days);
  expect(others).toEqual([]);
  expect(change && periodText(day(change.at), ZONE)).toBe('2026-03-01');
  expect([change?.before?.version, change?.after?.version]).toEqual(['2012', '2026']);
});

test('days before the first edition count as a change, the first day in the list does not', () => {
  const days = [day(0, { standard: null }), day(DAY_MILLIS, { standard: null }), day(2 * DAY_MILLIS)];
  expect(editionChanges(days).map(({ before, after }) => [before, after?.version])).toEqual([[null, '2012']]);
});

test('the newest period with an index is shown, though a newer one has none yet', () => {
  const without = day(2 * DAY_MILLIS, { index: null, category: null });
  expect(newestOf([day(0), day(DAY_MILLIS), without])?.from).toBe(DAY_MILLIS);
  expect(newestOf([without])).toBe(without);
  expect(newestOf([])).toBeUndefined();
});

test('each class that occurs stands once in the legend, the best first', () => {
  const items = [day(0, { category: fair }), day(1), day(2, { category: fair }), day(3, { category: null })];
  expect(classesOf(items)).toEqual([good, fair]);
});

test('an index beyond the scale is not written like one on it', () => {
  const texts = [
    [500, false],
    [500, true],
    [null, false],
  ] as const;
  expect(texts.map(([index, isBeyondScale]) => indexText({ index, isBeyondScale }))).toEqual(['500', '>500', '–']);
});

test('the scale ends on a round index and never below 100', () => {
  expect(
    [[], [12], [101], [null], [432]].map((indices) => scaleTop(indices.map((index) => day(0, { index })))),
  ).toEqual([100, 100, 150, 100, 450]);
});

test('an hour is named with both its ends, a bar by its hour, midnight by its date', () => {
  const hour = {
    period: 'hour',
    from: FIRST_OF_MARCH + 14 * 3_600_000,
    until: FIRST_OF_MARCH + 15 * 3_600_000,
  } as const;
  expect(periodText(hour, ZONE)).toBe('2026-03-01 14:00–15:00');
  expect([0, 1, 2, 3].map((hours) => isTick({ ...hour, from: FIRST_OF_MARCH + hours * 3_600_000 }, ZONE))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect([axisText(hour, ZONE), axisText({ ...hour, from: FIRST_OF_MARCH }, ZONE)]).toEqual(['14', '03-01']);
});

test('a concentration keeps the digit that decides its class', () => {
  expect([125.4, 0.071, 35, 60.33333].map(formatConcentration)).toEqual(['125.4', '0.071', '35', '60.333']);
});

test('only editions that judge such periods under the standard can be named, the newest first', () => {
  const listed = (
    id: string,
    version: string,
    effectiveFrom: string | null,
    air: StandardEdition['air'],
  ): StandardEdition => ({ ...edition(version), id, effectiveFrom, source: 'x', toCheck: false, air });
  const all = [
    listed('cn-waterlogging', '1', null, null),
    listed('cn-air-quality', '2012', '2016-01-01', { standard: 'cn', periods: ['day'] }),
    listed('cn-air-quality', '2026', '2026-03-01', { standard: 'cn', periods: ['day'] }),
    listed('cn-air-hourly', '2020', '2020-03-01', { standard: 'cn', periods: ['hour'] }),
    listed('us-epa-aqi', '2024', null, { standard: 'us-epa', periods: ['hour', 'day'] }),
  ];
  expect(editionsOf(all, 'cn', 'day').map(({ version }) => version)).toEqual(['2026', '2012']);
  expect(editionsOf(all, 'cn', 'hour').map(({ version }) => version)).toEqual(['2020']);
  expect(editionsOf(all, 'us-epa', 'hour').map(({ version }) => version)).toEqual(['2024']);
  expect(editionBehind(all, edition('2012'))?.effectiveFrom).toBe('2016-01-01');
  expect(editionBehind(all, edition('2099'))).toBeUndefined();
});
