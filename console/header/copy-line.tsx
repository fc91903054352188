import { useSignal } from '@preact/signals';
import { texts } from '../texts/language.ts';

/** A command to run, with a button that copies it. */
export function CopyLine({ text }: { readonly text: string }) {
  const isCopied = useSignal(false);
  // Browsers offer no clipboard without HTTPS, localhost excepted: the text can still be selected.
  const copy = (): void => {
    navigator.clipboard
      .writeText(text)
      .then(() => {
        isCopied.value = true;
      })
      .catch(() => null);
  };
  return (
    <p class="copy-line">
      <code>{text}</code>
      {navigator.clipboard !== undefined && (
        <button type="button" class="quiet" onClick={copy} aria-live="polite">
          {isCopied.value ? texts.value.copied : texts.value.copy}
        </button>
      )}
    </p>
  );
}
