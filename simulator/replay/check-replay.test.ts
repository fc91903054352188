import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { checkReplay } from './check-replay.ts';
import { findDelimiter } from './find-delimiter.ts';
import { parseReplayMap } from './parse-replay-map.ts';

const map = (time: object) =>
  parseReplayMap(
    stringify({
      devices: [
        { id: 'air-1', model: 'air-quality-station', provider: 'p', department: 'd', latitude: 1, longitude: 2 },
      ],
      time: { timeZone: 'UTC', ...time },
      channels: [{ column: 'pm', channel: 'pm2_5', unit: 'ug/m3' }],
    }),
  );
const BY_MINUTE = map({ column: 'time', format: 'YYYY-MM-DD HH:mm' });

function check(content: string | Buffer, by = BY_MINUTE): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'rows.csv');
  writeFileSync(file, content);
  return checkReplay(file, by);
}

describe('a file of rows', () => {
  test.each([
    ['commas', 'time,pm\n2016-03-01 12:05,1\n'],
    ['semicolons', 'time;pm\r\n2016-03-01 12:05;1\r\n'],
    ['tabs', 'time\tpm\n2016-03-01 12:05\t1\n'],
    ['semicolons, packed', gzipSync('time;pm\n2016-03-01 12:05;1\n')],
    ['a line of units first', 'time,pm\nUTC,ug/m3\n2016-03-01 12:05,1\n'],
  ])('with %s fits its map', async (_, content) => {
    await expect(check(content)).resolves.toBeUndefined();
  });

  test('whose times cannot be read is refused with the text and the format', async () => {
    await expect(check('time,pm\n01/03/2016,1\n')).rejects.toThrow(
      'row 1: its time "01/03/2016" cannot be read as YYYY-MM-DD HH:mm, the time.format of the map',
    );
    await expect(check('time,pm\n1456833900,1\n', map({ column: 'time' }))).rejects.toThrow(
      '"1456833900" cannot be read as ISO 8601',
    );
    await expect(check('y,m,d,pm\n2016,Mar,1,1\n', map({ columns: ['y', 'm', 'd'] }))).rejects.toThrow(
      'row 1: its time y "2016", m "Mar", d "1" is none; must be whole numbers',
    );
  });

  test('with decimal commas is refused unless the map says so, and the reason names the key', async () => {
    const german = 'time;pm\n2016-03-01 12:05;NA\n2016-03-01 12:06;1,5\n';
    await expect(check(german)).rejects.toThrow(
      'row 2 has pm "1,5"; with "decimal: comma" in the map that is a number',
    );
    await expect(check(german, { ...BY_MINUTE, decimal: 'comma' })).resolves.toBeUndefined();
    await expect(check(german, { ...BY_MINUTE, missing: ['1,5'] })).resolves.toBeUndefined();
  });

  test('without a column of the map, or without rows, is refused', async () => {
    await expect(check('time;pm10\n2016-03-01 12:05;1\n')).rejects.toThrow('has no column pm; it has time, pm10');
    await expect(check('time,pm\n')).rejects.toThrow('has no row');
  });
});

test('the delimiter of a header is what stands most often outside of quotes', () => {
  expect(findDelimiter('"a;b;c;d",x,y')).toBe(',');
  expect(findDelimiter('time;"value, raw";unit')).toBe(';');
  expect(findDelimiter('time')).toBe(',');
});
