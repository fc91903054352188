import { pino } from 'pino';
import { expect, test } from 'vitest';
import { targetOf } from '../../model/extension-health.ts';
import { reportFailures } from './report-failures.ts';

test('the first failure of a kind is logged with its stack, by name, place and offset', () => {
  const lines: Record<string, unknown>[] = [];
  const report = reportFailures(pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) }));
  const flood = { ...targetOf('scenario', 'flood', 'north'), offset: 7 };
  report(flood, new TypeError('depth is undefined'));
  report({ ...flood, offset: 8 }, new TypeError('depth is undefined'));
  report(flood, new TypeError('rain is undefined'));
  report({ ...targetOf('dialect', 'morse', 'key-1'), offset: 9 }, 'a text');
  expect(lines.map(({ extension, place, offset }) => [extension, place, offset])).toEqual([
    ['scenario flood', 'north', 7],
    ['scenario flood', 'north', 7],
    ['dialect morse', 'key-1', 9],
  ]);
  expect(lines[0]).toMatchObject({
    err: { type: 'TypeError', message: 'depth is undefined', stack: expect.stringContaining('report-failures.test') },
  });
});
