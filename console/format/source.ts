import type { LocalizedText, StandardSource } from '../../model/standards-pack.ts';

/** A text in a language; the packs of 0.1.0 have one text for both languages, shown as it is. */
export const textIn = (text: LocalizedText | string, language: keyof LocalizedText): string =>
  typeof text === 'string' ? text : text[language];

/** Source of a standard or of one of its rows, as one sentence: document, clause and note. */
export function formatSource(source: StandardSource | LocalizedText | string, language: keyof LocalizedText): string {
  if (typeof source === 'string' || 'en' in source) return textIn(source, language);
  const { document, clause, remarks } = source;
  const named = [document, clause].filter((part) => part !== null && part !== '').join(language === 'zh' ? '，' : ', ');
  return [named, remarks[language]].filter(Boolean).join(language === 'zh' ? '：' : ': ');
}
