import { noteDraft } from '../live/note-drafts.ts';
import { texts } from '../texts/language.ts';

/** What a person was writing when the alert ended: it is not lost, and can be copied. */
export function UnsentNote({ alertId }: { readonly alertId: string }) {
  const note = noteDraft(alertId);
  if (note.value.trim() === '') return null;
  const words = texts.value.alerts;
  return (
    <div class="acknowledge" role="status">
      <p class="dim">{words.endedMeanwhile}</p>
      <p class="unsent">{note.value}</p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          note.value = '';
        }}
      >
        {words.discard}
      </button>
    </div>
  );
}
