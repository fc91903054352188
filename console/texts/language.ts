import { computed, effect, signal } from '@preact/signals';
import { en, type Texts } from './en.ts';
import { zh } from './zh.ts';

/** Languages of the page. */
export type Language = 'en' | 'zh';

const MEMORY_KEY = 'citynerve.language';
const TEXTS: Readonly<Record<Language, Texts>> = { en, zh };
/** The tag for `lang`; it also chooses the Chinese glyph variants. */
const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** Language that the page is shown in: the remembered one, else the browser's. */
export const language = signal<Language>(remembered() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));

/** Texts in that language. */
export const texts = computed(() => TEXTS[language.value]);

/** Tag of that language for `lang` and Intl. */
export const languageTag = computed(() => TAGS[language.value]);

/** Chooses a language and remembers it. */
export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  try {
    localStorage.setItem(MEMORY_KEY, chosen);
  } catch {
    // A browser that forbids storage still switches, for this visit.
  }
}

/** The name of something in the page's language. */
export const nameIn = (name: { readonly en: string; readonly zh: string }): string => name[language.value];

/** A word of standards packs and of the lanes in the page's language, or as it is. */
export const termIn = (word: string): string => texts.value.terms[word] ?? word;

effect(() => {
  document.documentElement.lang = languageTag.value;
});

function remembered(): Language | null {
  try {
    const text = localStorage.getItem(MEMORY_KEY);
    return text === 'en' || text === 'zh' ? text : null;
  } catch {
    return null;
  }
}
