import { expect, test } from 'vitest';
import { faultOf, InfluxError } from './influx-error.ts';

test('a connection that is refused is a server that is away', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(faultOf('influx', refused)).toMatchObject({ fault: 'away', message: expect.stringContaining('ECONNREFUSED') });
});

test('what is known already stays as it is, and a mistake in the code is no server that is away', () => {
  for (const error of [new InfluxError('access', 'refused'), new TypeError('x is not a function')]) {
    expect(faultOf('influx', error)).toBe(error);
  }
});
