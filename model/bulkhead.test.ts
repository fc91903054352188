import { describe, expect, test } from 'vitest';
import type { Amendment } from './amendment.ts';
import { Bulkhead, FAILED } from './bulkhead.ts';
import { CalculatorError } from './calculator-error.ts';
import type { ExtensionHealth } from './extension-health.ts';

const off = (fromOffset: number, untilOffset: number | null, zoneId: string | null = 'north'): Amendment => ({
  amendmentId: `${fromOffset}-${untilOffset}`,
  user: 'li',
  fromOffset,
  untilOffset,
  amendment: { type: 'extension-off', kind: 'scenario', id: 'flood', zoneId, deviceId: null, reason: 'a test' },
});

function open(amendments: readonly Amendment[] = []) {
  const switched: ExtensionHealth[] = [];
  const onSwitch = (health: ExtensionHealth) => void switched.push(health);
  const book = new Bulkhead({ kind: 'scenario', amendments, onSwitch });
  const isOn = (...places: string[]) => places.map((place) => book.isOn('flood', place));
  const fail = (place: string | null, error: unknown = new Error('no')) =>
    book.run('flood', place, () => {
      throw error;
    });
  return { book, switched, isOn, fail };
}

/** Offsets up to `until` at which it is on in the north. */
function onAt(amendments: readonly Amendment[], until: number): readonly number[] {
  const { book, isOn } = open(amendments);
  return Array.from({ length: until }, (_, offset) => offset).filter((offset) => {
    book.advanceTo(offset);
    return isOn('north')[0];
  });
}

describe('a bulkhead', () => {
  test('returns the result of a call, and an error disables the extension in that place only', () => {
    const { book, isOn, fail } = open();
    expect(book.run('flood', 'north', () => 7)).toBe(7);
    expect(fail('north')).toBe(FAILED);
    expect(isOn('north', 'south')).toEqual([false, true]);
    expect(book.isOn('heat', 'north')).toBe(true);
  });

  test.each([
    [new Error('x'.repeat(500)), 'x'.repeat(200)],
    ['a text', 'a text'],
    [Object.create(null), 'an error without a message'],
  ])('keeps an error message of bounded length whatever was thrown', (thrown, lastError) => {
    const { book, fail } = open();
    fail('north', thrown);
    expect(book.entries()).toMatchObject([{ lastError, failures: 1 }]);
  });

  test('switching off everywhere affects every place, switching on in one place only that place', () => {
    const { book, switched, isOn, fail } = open();
    fail('north');
    book.switch('flood', null, false, 'li');
    expect(isOn('north', 'south')).toEqual([false, false]);
    book.switch('flood', 'south', true, 'li');
    expect(isOn('north', 'south', 'east')).toEqual([false, true, false]);
    fail(null);
    expect(isOn('north', 'south', 'east')).toEqual([false, false, false]);
    book.switch('flood', null, true, 'li');
    expect(isOn('north', 'south', 'east')).toEqual([true, true, true]);
    expect(switched.map(({ zoneId, isOn: to }) => [zoneId, to])).toEqual([
      ['north', false],
      [null, false],
      ['south', true],
      ['south', false],
      [null, true],
      ['north', true],
      ['south', true],
    ]);
  });

  test.each<[string, readonly Amendment[], readonly number[]]>([
    ['in its range only', [off(2, 4)], [0, 1, 4, 5]],
    ['for ever where the range is unbounded', [off(2, null)], [0, 1]],
    ['until the last of two overlapping ranges ends', [off(1, 4), off(2, 5)], [0, 5]],
    ['until the outer of two nested ranges ends', [off(1, 5), off(2, 3)], [0, 5]],
    ['without a break where one range follows another', [off(1, 3), off(3, 5)], [0, 5]],
    ['everywhere where it names no place', [off(1, 3, null)], [0, 3, 4, 5]],
  ])('an amendment disables an extension %s', (_, amendments, expected) => {
    expect(onAt(amendments, 6)).toEqual(expected);
  });

  test('the end of an amendment does not switch on an extension that is off because it failed', () => {
    const { book, isOn, fail } = open([off(5, 7)]);
    book.advanceTo(1);
    fail('north');
    for (const offset of [5, 7]) book.advanceTo(offset);
    expect(isOn('north')).toEqual([false]);
  });

  test('a person can switch on an extension that an unbounded amendment switched off', () => {
    const { book, isOn } = open([off(2, null)]);
    book.advanceTo(2);
    expect(isOn('north')).toEqual([false]);
    book.advanceTo(3);
    book.switch('flood', 'north', true, 'li');
    const restored = open([off(2, null)]);
    restored.book.restore(JSON.parse(JSON.stringify(book.snapshot())));
    for (const each of [book, restored.book]) {
      each.advanceTo(9);
      expect(each.isOn('flood', 'north')).toBe(true);
    }
  });

  test('a calculator that throws in it is named, and its failures are counted apart, by place', () => {
    const { book, fail } = open();
    fail('north', new CalculatorError('rain-sum', new RangeError('no rain')));
    fail('south', new CalculatorError('rain-sum', 'a text'));
    book.switch('flood', 'north', true, 'li');
    fail('north', new CalculatorError('rain-sum', new RangeError('still none')));
    const said = { kind: 'calculator', id: 'rain-sum', isOn: true };
    const expected = [
      { ...said, zoneId: 'north', failures: 2, lastError: 'calculator rain-sum: still none' },
      { ...said, zoneId: 'south', failures: 1, lastError: 'calculator rain-sum: a text' },
    ];
    expect(book.calculators()).toMatchObject(expected);
    expect(book.entries()[0]).toMatchObject({ isOn: false, lastError: 'calculator rain-sum: still none' });
    const restored = open().book;
    restored.restore(JSON.parse(JSON.stringify(book.snapshot())));
    expect(restored.calculators()).toMatchObject(expected);
    expect(restored.entries()).toEqual(book.entries());
  });
});
