import { expect, test } from 'vitest';
import { HARDENINGS } from '../../simulator/hardenings.ts';
import { parseOrder } from './parse-order.ts';

test('seeds are a range with both ends, or one; the rest has defaults', () => {
  expect(parseOrder(['scenarios', '--seeds', '3-5'])).toMatchObject({
    what: 'scenarios',
    seeds: [3, 4, 5],
    hardenings: ['plain'],
    hours: 12,
    against: null,
    restartEverySeconds: null,
    isListing: false,
  });
  expect(parseOrder(['fusion', '--seeds', '7'])).toMatchObject({ what: 'fusion', seeds: [7], faulty: 0.3, hours: 12 });
});

test('recorded days are longer than simulated ones unless hours are given', () => {
  expect(parseOrder(['fusion', '--seeds', '1', '--recorded', 'd'])).toMatchObject({ recorded: 'd', hours: 336 });
  expect(parseOrder(['fusion', '--seeds', '1', '--recorded', 'd', '--hours', '48']).hours).toBe(48);
});

test('hardenings are one name, several, or all', () => {
  expect(parseOrder(['scenarios', '--seeds', '1', '--hard', 'all-stuck']).hardenings).toEqual(['all-stuck']);
  expect(parseOrder(['scenarios', '--seeds', '1', '--hard', 'plain,one-gauge']).hardenings).toHaveLength(2);
  expect(parseOrder(['scenarios', '--seeds', '1', '--hard', 'all']).hardenings).toEqual(Object.keys(HARDENINGS));
});

test.each([
  [['--seeds', '1-2'], 'say scenarios or fusion'],
  [['scenarios', 'fusion', '--seeds', '1'], 'say scenarios or fusion'],
  [['scenarios'], '--seeds A-B'],
  [['scenarios', '--seeds', '5-3'], '--seeds A-B'],
  [['scenarios', '--seeds', 'x'], '--seeds A-B'],
  [['scenarios', '--seeds', '1', '--hard', 'snow'], '--hard snow: there are plain, '],
  [['scenarios', '--seeds', '1', '--hours', '0.5'], '--hours 0.5: a whole number from 1'],
  [['scenarios', '--seeds', '1', '--hours', ''], '--hours : a whole number from 1'],
  [['scenarios', '--seeds', '1', '--restart-every', '125'], '--restart-every 125: a multiple of 10'],
  [['fusion', '--seeds', '1', '--faulty', '30'], '--faulty 30: a number from 0 to 1'],
  [['fusion', '--seeds', '1', '--hard', 'all'], '--hard is not for fusion'],
  [['scenarios', '--seeds', '1', '--recorded', 'd'], '--recorded is not for scenarios'],
  [['scenarios', '--seeds', '1', '--sneeds', '2'], 'sneeds'],
])('%j is refused, and it is said why', (args, message) => {
  expect(() => parseOrder(args)).toThrow(message);
});
