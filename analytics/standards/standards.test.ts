import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editionKey, type StandardNumber, type StandardsPack } from '../../model/standards-pack.ts';
import { canonicalHash } from '../canonical-json.ts';
import { editionInForce } from './edition-in-force.ts';
import { STANDARDS } from './index.ts';
import { checkPack, loadPack, StandardsPackError } from './load-pack.ts';

const packOf = (key: string): StandardsPack => {
  const found = STANDARDS.find((pack) => editionKey(pack) === key);
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
};
const rain = packOf('cn-cma-rain-signals@2026.1');
const air = packOf('cn-hj633-daily@2026.2');
/** A pack with changes, and with the checksum of its table: only its test vectors can find an error in it. */
const withPart = (pack: StandardsPack, part: Partial<StandardsPack>): StandardsPack => {
  const changed = { ...pack, ...part };
  const { source, table } = changed;
  return typeof source === 'string' ? changed : { ...changed, source: { ...source, checksum: canonicalHash(table) } };
};

test('every pack in the folder, and in those of scenarios, is in the list, under its edition as the name of its file', () => {
  const folders = [import.meta.dirname, join(import.meta.dirname, '..', 'scenarios')];
  const files = folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name));
  expect(STANDARDS.map(({ id, version }) => `${id}-${version}.json`).sort()).toEqual(files.sort());
});

test('every row of every pack has a source and a status, and every number a unit', () => {
  for (const each of STANDARDS) expect(checkPack(each)).toEqual([]);
});

test('two independent transcriptions of the standards have the same numbers', () => {
  const first = STANDARDS.flatMap((pack) => linesOf(pack).map((line) => `${editionKey(pack)} ${line}`));
  const second = readTranscription(
    readFileSync(join(import.meta.dirname, 'fixtures', 'second-transcription.txt'), 'utf8'),
  );
  expect(second.length).toBe(38);
  expect(second.toSorted()).toEqual(first.toSorted());
});

/** The rows of a transcription, each under its pack; `0.070` is the number 0.07. */
function readTranscription(text: string): readonly string[] {
  let pack = '';
  return text.split('\n').flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    if (line.startsWith('PACK ')) {
      pack = line.slice(5);
      return [];
    }
    const words = line.split(' ').map((word) => (/^[\d.]+$/.test(word) ? String(Number(word)) : word));
    return [`${pack} ${words.join(' ')}`];
  });
}

/** The break points and signals of a pack; its other rows are not in the tables of the standards. */
function linesOf({ table }: StandardsPack): readonly string[] {
  return Object.entries(table).flatMap(([name, row]) => {
    const signal = /^(blue|yellow|orange|red)Rain$/.exec(name)?.[1];
    const hours = table[`${name}Hours`];
    if (signal && 'value' in row && hours && 'value' in hours) {
      return [`${signal} ${row.value} ${row.unit} ${hours.value} ${hours.unit}`];
    }
    if (!('concentrations' in row)) return [];
    const { property, unit, day, hour, concentrations, indices } = row;
    return [`${property} ${unit} ${day ?? hour} : ${concentrations.join(' ')} -> ${indices.join(' ')}`];
  });
}

describe('a pack is refused', () => {
  test('with one wrong vector, which is named', () => {
    const vectors = [{ input: { hourlyRainMm: [40, 40, 20] }, expected: 'orange' }];
    expect(() => loadPack(withPart(rain, { vectors }))).toThrow(StandardsPackError);
    expect(() => loadPack(withPart(rain, { vectors }))).toThrow('expected orange, computed red');
  });

  test('with a threshold or a node that the vectors contradict', () => {
    const table = { ...rain.table, redRain: { ...rain.table['redRain'], value: 101 } as never };
    expect(checkPack(withPart(rain, { table }))).toHaveLength(1);
    const pm = { ...air.table['pm2_5'], concentrations: [0, 35, 75, 115, 150, 250, 350, 500] } as never;
    expect(checkPack(withPart(air, { table: { ...air.table, pm2_5: pm } })).join()).toContain('computed 69');
  });

  test('with a table that was changed after it was transcribed, whatever the vectors say', () => {
    const table = { ...air.table, dayLeastHours: { ...air.table['dayLeastHours'], value: 19 } as never };
    expect(checkPack({ ...air, table }).join()).toContain('raise the version');
  });

  test('with nodes that do not rise, or fewer indices than nodes, or classes without an end', () => {
    const nodes = (changes: object) =>
      checkPack(withPart(air, { table: { ...air.table, so2: { ...air.table['so2'], ...changes } as never } })).join();
    expect(nodes({ concentrations: [0, 50, 50, 475, 800, 1600, 2100, 2620] })).toContain('do not rise');
    expect(nodes({ indices: [0, 50] })).toContain('8 concentrations, but 2 indices');
    const categories = { ...air.table['categories'], categories: [] } as never;
    expect(checkPack(withPart(air, { table: { ...air.table, categories } })).join()).toContain('last class');
  });

  test('when a calculator misses a row: a problem of the pack, not a crash', () => {
    const { redRain: _, ...table } = rain.table;
    expect(checkPack(withPart(rain, { table })).join()).toContain('no row "redRain"');
  });

  test('with parts that are missing altogether, without a throw', () => {
    const { source: _, ...row } = rain.table['redRain'] as StandardNumber;
    const table = { ...rain.table, redRain: row as StandardNumber };
    expect(checkPack({ ...rain, table }).join()).toContain('cannot be read');
  });

  test('with a vector that no calculator takes, without vectors, with dates or a version that are none', () => {
    expect(checkPack(withPart(rain, { vectors: [{ input: { moon: 1 }, expected: 1 }] })).join()).toContain(
      'no calculator',
    );
    expect(checkPack(withPart(rain, { vectors: [] })).join()).toContain('no vectors');
    expect(checkPack(withPart(rain, { effectiveFrom: '2026-02-30' })).join()).toContain('civil date');
    const never = { effectiveFrom: '2026-03-01', effectiveUntil: '2026-03-01' };
    expect(checkPack(withPart(rain, never)).join()).toContain('before');
    expect(checkPack(withPart(rain, { version: 'new' })).join()).toContain('like 2026.1');
  });
});

describe('the edition is chosen by the local civil date of the observation', () => {
  const inForce = (at: string, timeZone = 'Asia/Shanghai', packs = STANDARDS) =>
    editionInForce(packs, 'cn-hj633-daily', Date.parse(at), timeZone)?.version;

  test('from its first day until the day before its last', () => {
    expect(inForce('2026-02-28T15:59:59.999Z')).toBe('2012.2');
    expect(inForce('2026-02-28T16:00:00Z')).toBe('2026.2');
    expect(inForce('2026-02-28T16:00:00Z', 'America/New_York')).toBe('2012.2');
    expect(inForce('2020-06-01T00:00:00Z')).toBe('2012.2');
    expect(inForce('2010-06-01T00:00:00Z')).toBeUndefined();
  });

  test('a correction takes the place of what it corrects, and 2026.10 comes after 2026.9', () => {
    const corrected = ['2026.9', '2026.10', '2026.3'].map((version) => ({ ...air, version }));
    expect(inForce('2026-06-01T00:00:00Z', 'Asia/Shanghai', [...corrected, ...STANDARDS])).toBe('2026.10');
    expect(inForce('2020-06-01T00:00:00Z', 'Asia/Shanghai', [...corrected, ...STANDARDS])).toBe('2012.2');
  });
});
