import { chooseLanguage, language, texts } from '../texts/language.ts';

/** A button with the name of the other language, in that language. */
export function LanguageSwitch() {
  const other = language.value === 'en' ? 'zh' : 'en';
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`${other === 'zh' ? '中文' : 'English'} (${texts.value.header.otherLanguage})`}
      onClick={() => chooseLanguage(other)}
    >
      <span lang={other === 'zh' ? 'zh-CN' : 'en'}>{other === 'zh' ? '中文' : 'English'}</span>
    </button>
  );
}
