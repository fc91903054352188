import { expect, test } from 'vitest';
import { airPlaceOf, readRoute, writeRoute } from './route-text.ts';

const FIRST = readRoute('');

test('the default route has an empty hash', () => {
  expect(writeRoute(FIRST)).toBe('');
  expect(FIRST).toMatchObject({ tab: 'map', lower: 'device', series: null, air: { standard: 'cn', period: 'hour' } });
});

test('each route parses back as it was written', () => {
  const there = {
    ...FIRST,
    tab: 'air',
    lower: 'air',
    series: { zoneId: 'cell 7&8', property: 'air.pm2_5' },
    air: { at: { kind: 'zone', id: 'cell:7' }, standard: 'us-epa', period: 'day', edition: '2024' },
  } as const;
  for (const range of ['hour', 'day', 'week', { from: 1_700_000_000_000, until: 1_700_000_060_000 }] as const)
    expect(readRoute(`#${writeRoute({ ...there, range })}`)).toEqual({ ...there, range });
});

test('a link that names only a lower panel shows it on a wide page too', () => {
  expect(readRoute('#tab=air').lower).toBe('air');
});

test('unknown keys and values change nothing', () => {
  expect(readRoute('#tab=moon&lower=sea&standard=who&period=year&air=planet:mars&property=air.o3')).toEqual(FIRST);
});

test.each(['year', '5-5', '9-1', '1-', '-1-5'])('"%s" is no range of time: the last hour is shown', (text) => {
  expect(readRoute(`#range=${text}`).range).toBe('hour');
});

test.each([['zone'], ['zone:'], ['street:1'], ['']])('"%s" names no place with air', (text) => {
  expect(airPlaceOf(text)).toBeNull();
});
