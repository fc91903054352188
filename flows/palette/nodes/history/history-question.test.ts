import { describe, expect, test } from 'vitest';
import { type HistoryForm, historyQuestion } from './history-question.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const FORM: HistoryForm = {
  property: 'rain.depth',
  zone: '',
  device: '',
  function: '',
  groupBy: 'none',
  stepSeconds: 900,
  rangeSeconds: 3600,
};
/** The question as path and query, or the reason why there is none. */
const question = (form: object, query?: unknown): unknown => {
  const found = historyQuestion({ ...FORM, ...form }, query, NOW);
  if ('error' in found) return found;
  const { pathname, searchParams } = new URL(found.path, 'http://city');
  return { path: pathname, list: found.list, ...Object.fromEntries(searchParams) };
};
const RANGE = { from: `${NOW + 1 - 3_600_000}`, until: `${NOW + 1}` };

describe('a question', () => {
  test('is about the last hour of city time, in steps, by the usual aggregate of the property', () => {
    expect(question({})).toEqual({
      path: '/api/aggregate',
      list: 'buckets',
      property: 'rain.depth',
      stepSeconds: '900',
      groupBy: 'none',
      ...RANGE,
    });
  });

  test('says what was asked, for the message', () => {
    expect(historyQuestion({ ...FORM, zone: 'north ' }, {}, NOW)).toMatchObject({
      limit: null,
      asked: { property: 'rain.depth', zone: 'north', stepSeconds: 900, groupBy: 'none', until: NOW + 1 },
    });
  });

  test('of each reading has no step, and needs no property', () => {
    expect(question({ function: 'readings', property: '', device: 'rain-1' })).toEqual({
      path: '/api/readings',
      list: 'readings',
      device: 'rain-1',
      limit: '10000',
      ...RANGE,
    });
  });

  test('of so many readings asks for no more in one page', () => {
    const readings = { function: 'readings' };
    expect(question(readings, { limit: 500 })).toMatchObject({ limit: '500' });
    expect(question(readings, { limit: 50_000 })).toMatchObject({ limit: '10000' });
    expect(historyQuestion({ ...FORM, ...readings }, { limit: 50_000 }, NOW)).toMatchObject({ limit: 50_000 });
  });

  test.each([
    ['a zone & a function', { zone: 'a/b&c', function: 'max' }, { zone: 'a/b&c', function: 'max' }],
    ['nothing for a setting', { property: 'drain.level', device: '' }, { property: 'drain.level' }],
    ['milliseconds', { from: 1000, until: 2000 }, { from: '1000', until: '2000' }],
    ['ISO 8601', { from: '2026-11-29T09:00:00+08:00' }, { from: `${Date.UTC(2026, 10, 29, 1)}`, until: `${NOW + 1}` }],
    ['a Date', { until: new Date(7_200_000) }, { from: '3600000', until: '7200000' }],
    ['another length', { rangeSeconds: 60, until: 60_000 }, { from: '0', until: '60000' }],
  ])('takes %s from the message', (_, query, expected) => {
    expect(question({ zone: 'north', device: 'rain-1' }, query)).toMatchObject(expected);
  });
});

test.each([
  ['an unknown field', { zones: 'north' }, 'field', 'zones'],
  ['a time without an offset', { from: '2026-11-29T09:00:00' }, 'value', 'from'],
  ['a time that is none', { until: 'yesterday' }, 'value', 'until'],
  ['a number for a name', { device: 5 }, 'value', 'device'],
  ['an unknown function', { function: 'median' }, 'value', 'function'],
  ['a step of nothing', { stepSeconds: 0 }, 'value', 'stepSeconds'],
  ['a range that ends before it begins', { from: NOW + 5000 }, 'order', 'from'],
  ['a limit of steps', { limit: 5 }, 'value', 'limit'],
  ['too large a limit', { function: 'readings', limit: 100_001 }, 'value', 'limit'],
  ['no property', { property: ' ' }, 'property', 'property'],
])('%s is no question', (_, query, error, field) => {
  expect(question({}, query)).toEqual({ error, field });
});
