import { expect, test } from 'vitest';
import { formatSource } from './source.ts';

const remarks = { en: 'The daily table.', zh: '日均值表。' };

test('the source of an old evidence is one text, shown as it is in both languages', () => {
  expect(formatSource('GB 51222-2017, 5.2', 'zh')).toBe('GB 51222-2017, 5.2');
});

test('a row names its source in the language of the page', () => {
  expect(formatSource(remarks, 'zh')).toBe('日均值表。');
});

test('a pack names document, clause and note', () => {
  const source = { document: 'HJ 633-2026', clause: '4.2', address: null, remarks, transcribedBy: [], checksum: '' };
  expect(formatSource(source, 'en')).toBe('HJ 633-2026, 4.2: The daily table.');
  expect(formatSource({ ...source, document: null, clause: '' }, 'zh')).toBe('日均值表。');
});
