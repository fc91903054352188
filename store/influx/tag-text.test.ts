import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeTag, encodeTag, quoteTag } from './tag-text.ts';

const names = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('%', '2', '7', "'", '\\', '\n', 'A', '"', '雨') }),
);

it('a name comes back from a tag, and what line protocol cannot carry is never in one', () => {
  fc.assert(
    fc.property(names, (name) => {
      const text = encodeTag(name);
      expect(decodeTag(text)).toBe(name);
      expect(text).not.toBe('');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(text).not.toMatch(/[\\'\u0000-\u001f\u007f]/);
    }),
  );
});

it('two names never become one tag', () => {
  fc.assert(fc.property(names, names, (a, b) => (encodeTag(a) === encodeTag(b)) === (a === b)));
});

it('usual names stay as they are', () => {
  for (const name of ['rain-1', '雨量计 一号', '🌧', 'a,b=c "d"']) expect(encodeTag(name)).toBe(name);
});

it('a text in a query ends where it ends', () => {
  fc.assert(fc.property(names, (name) => /^'[^'\\\n]*'$/.test(quoteTag(name))));
});
