import { expect, test } from 'vitest';
import { faultOf, InfluxError } from './influx-error.ts';

test('a refused connection is the fault `away`', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(faultOf('influx', refused)).toMatchObject({ fault: 'away', message: expect.stringContaining('ECONNREFUSED') });
});

test('an InfluxError and a programming error are returned unchanged', () => {
  for (const error of [new InfluxError('access', 'refused'), new TypeError('x is not a function')]) {
    expect(faultOf('influx', error)).toBe(error);
  }
});
