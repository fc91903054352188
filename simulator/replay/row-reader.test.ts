import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseReplayMap } from './parse-replay-map.ts';
import { createRowReader } from './row-reader.ts';

const device = (id: string, station: string) => ({
  id,
  model: 'air-quality-station',
  provider: 'p',
  department: 'd',
  latitude: 1,
  longitude: 2,
  where: { station },
});
const read = createRowReader(
  parseReplayMap(
    stringify({
      devices: [device('air-a', 'A'), device('air-b', 'B')],
      time: { columns: ['year', 'month', 'day', 'hour'], timeZone: 'Asia/Shanghai' },
      missing: ['NA', '', '-200'],
      channels: [
        { column: 'CO', channel: 'co', unit: 'ug/m3' },
        { column: 'SHARE', channel: 'humidity', unit: '%', scale: 100 },
      ],
    }),
  ),
);
const row = { year: '2013', month: '3', day: '1', hour: '0', CO: '300', SHARE: '0.5', station: 'A' };

describe('a recorded row', () => {
  test('becomes one message of its device, with the time and the row number', () => {
    const outcome = read(row, 17);
    expect(outcome).toMatchObject({ kind: 'published', sent: 2, missing: 0, notANumber: 0 });
    const [message] = outcome.kind === 'unreadable' ? [] : outcome.messages;
    expect(message?.deviceId).toBe('air-a');
    expect(JSON.parse(Buffer.from(message?.payload ?? []).toString())).toEqual({
      seq: 17,
      boot: 'replay',
      ts: Date.UTC(2013, 1, 28, 16),
      values: { co: { value: 300, unit: 'ug/m3' }, humidity: { value: 50, unit: '%' } },
    });
  });

  test.each(['NA', '', ' NA ', '-200'])('a missing value written as "%s" never becomes a number', (text) => {
    const outcome = read({ ...row, CO: text }, 1);
    expect(outcome).toMatchObject({ kind: 'published', sent: 1, missing: 1 });
    expect(
      JSON.stringify(outcome.kind === 'published' && Buffer.from(outcome.messages[0]?.payload ?? []).toString()),
    ).not.toContain('co');
  });

  test.each(['n/a', '0x10', '1,5', 'NaN', 'Infinity', '1e999', '12 ug'])(
    '"%s" is no number and is counted so',
    (text) => {
      expect(read({ ...row, CO: text }, 1)).toMatchObject({ kind: 'published', sent: 1, notANumber: 1 });
    },
  );

  test('with decimal commas has numbers with a comma only: a point separates thousands there', () => {
    const map = {
      devices: [device('air-a', 'A')],
      time: { columns: ['year', 'month', 'day'], timeZone: 'UTC' },
      channels: [{ column: 'CO', channel: 'co', unit: 'ug/m3' }],
      decimal: 'comma',
    };
    const readComma = createRowReader(parseReplayMap(stringify(map)));
    const coOf = (CO: string): unknown => {
      const outcome = readComma({ ...row, CO }, 1);
      if (outcome.kind !== 'published') return outcome.kind;
      return JSON.parse(Buffer.from(outcome.messages[0]?.payload ?? []).toString()).values.co.value;
    };
    expect(['1,5', '-0,25', '7', '1.5', '1,5,0', '1.000,5'].map(coOf)).toEqual([
      1.5,
      -0.25,
      7,
      'empty',
      'empty',
      'empty',
    ]);
    expect(() => parseReplayMap(stringify({ ...map, decimal: ',' }))).toThrow(
      'decimal: "," must be point (1.5) or comma',
    );
  });

  test('without any value it is empty', () => {
    expect(read({ ...row, CO: 'NA', SHARE: 'x' }, 1)).toMatchObject({
      kind: 'empty',
      messages: [],
      missing: 1,
      notANumber: 1,
    });
  });

  test.each([
    ['a time that is none', { ...row, hour: '25' }],
    ['a time that is no number', { ...row, day: 'NA' }],
    ['a station that nobody knows', { ...row, station: 'Z' }],
  ])('with %s it is unreadable', (_, bad) => {
    expect(read(bad, 1)).toMatchObject({ kind: 'unreadable' });
  });
});
