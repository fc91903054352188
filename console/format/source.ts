import type { LocalizedText, StandardSource } from '../../model/standards-pack.ts';

/** A text in a language; one that exists only once, as packs first had it, is shown as it is. */
export const textIn = (text: LocalizedText | string, language: keyof LocalizedText): string =>
  typeof text === 'string' ? text : text[language];

/** Where a standard or one of its rows comes from, as one sentence: document, clause and what is to be kept in mind. */
export function formatSource(source: StandardSource | LocalizedText | string, language: keyof LocalizedText): string {
  if (typeof source === 'string' || 'en' in source) return textIn(source, language);
  const { document, clause, remarks } = source;
  const named = [document, clause].filter((part) => part !== null && part !== '').join(language === 'zh' ? '，' : ', ');
  return [named, remarks[language]].filter(Boolean).join(language === 'zh' ? '：' : ': ');
}
