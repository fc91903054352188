import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalHash, canonicalJson } from './canonical-json.ts';

test('keys stand in one order whatever order they were written in', () => {
  expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }] })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
  expect(canonicalHash({ b: 1, a: 2 })).toBe(canonicalHash({ a: 2, b: 1 }));
});

test('what JSON cannot carry is refused', () => {
  expect(() => canonicalJson({ value: Number.NaN })).toThrow('NaN');
  expect(() => canonicalJson([undefined])).toThrow('undefined');
});

test('canonical text reads back as the same value, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      const text = canonicalJson(plain);
      expect(JSON.parse(text)).toEqual(plain);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
