import { expect, test } from 'vitest';
import { airPlaceOf, readPlace, writePlace } from './place-text.ts';

const FIRST = readPlace('');

test('the first visit needs no words in the address', () => {
  expect(writePlace(FIRST)).toBe('');
  expect(FIRST).toMatchObject({ tab: 'map', lower: 'device', series: null, air: { standard: 'cn', period: 'hour' } });
});

test('each place reads back as it was written', () => {
  const there = {
    ...FIRST,
    tab: 'air',
    lower: 'air',
    series: { zoneId: 'cell 7&8', property: 'air.pm2_5' },
    air: { at: { kind: 'zone', id: 'cell:7' }, standard: 'us-epa', period: 'day', edition: '2024' },
  } as const;
  expect(readPlace(`#${writePlace(there)}`)).toEqual(there);
});

test('a link that names only a lower panel shows it on a wide page too', () => {
  expect(readPlace('#tab=air').lower).toBe('air');
});

test('words that nobody knows change nothing', () => {
  expect(readPlace('#tab=moon&lower=sea&standard=who&period=year&air=planet:mars&property=air.o3')).toEqual(FIRST);
});

test.each([['zone'], ['zone:'], ['street:1'], ['']])('"%s" names no place with air', (text) => {
  expect(airPlaceOf(text)).toBeNull();
});
