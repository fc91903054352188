import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../format/number.ts';
import type { ListedAlert } from '../live/api-types.ts';
import { noteDraft } from '../live/note-drafts.ts';
import { detailOf, postJson } from '../live/request.ts';
import { texts } from '../texts/language.ts';
import { timesWritten } from './times-written.ts';

type Step =
  | { readonly is: 'closed' | 'writing' | 'sending' }
  | { readonly is: 'accepted'; readonly offset: number; readonly note: string; readonly shownBefore: number }
  | { readonly is: 'failed'; readonly detail: string };

/**
 * A button that opens a note, and the result. The alert counts as acknowledged only when its own state says so.
 * `isNoteOnly`: it is acknowledged already, by this person or another, and takes further notes; a draft is kept.
 */
export function AcknowledgeForm(props: {
  readonly alert: Pick<ListedAlert, 'id' | 'history'>;
  readonly isNoteOnly?: boolean;
}) {
  const { alert, isNoteOnly = false } = props;
  const { id: alertId, history } = alert;
  const words = texts.value.alerts;
  const step = useSignal<Step>({ is: 'closed' });
  const note = noteDraft(alertId);
  const field = useRef<HTMLTextAreaElement>(null);
  const isOpen = step.value.is === 'writing' || step.value.is === 'sending' || step.value.is === 'failed';
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);

  const sent = step.value.is === 'accepted' ? step.value : null;
  const isShown = sent !== null && timesWritten(history, sent.note) > sent.shownBefore;
  useEffect(() => {
    if (isShown) step.value = { is: 'closed' };
  }, [isShown]);

  // The alert shows the acknowledgement itself now; or it was escalated, and must be acknowledged again.
  useEffect(() => {
    if (step.peek().is === 'accepted') step.value = { is: 'closed' };
  }, [isNoteOnly]);

  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const text = note.value.trim();
    const shownBefore = timesWritten(history, text);
    step.value = { is: 'sending' };
    try {
      const path = `/api/alerts/${encodeURIComponent(alertId)}/acknowledge`;
      const { offset } = await postJson<{ readonly offset: number }>(path, { note: text });
      step.value = { is: 'accepted', offset, note: text, shownBefore };
      note.value = '';
    } catch (problem) {
      step.value = { is: 'failed', detail: detailOf(problem) };
    }
  };

  const accepted = step.value.is === 'accepted' && (
    <p class="acknowledge dim" role="status">
      {words.accepted(formatCount(step.value.offset))}
    </p>
  );
  // What was sent may still be on its way: only an alert that says it is acknowledged takes another note.
  if (accepted && !isNoteOnly) return accepted;
  if (!isOpen) {
    return (
      <>
        {accepted}
        <p class="acknowledge">
          <button
            type="button"
            onClick={() => {
              step.value = { is: 'writing' };
            }}
          >
            {isNoteOnly ? words.addNote : words.acknowledge}
          </button>
        </p>
      </>
    );
  }
  return (
    <form class="acknowledge acknowledge-form" onSubmit={send}>
      <label>
        {isNoteOnly ? words.noteOnly : words.note}
        <textarea
          ref={field}
          rows={2}
          maxLength={2000}
          required={isNoteOnly}
          placeholder={words.notePlaceholder}
          value={note.value}
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
      {step.value.is === 'failed' && <p role="alert">{words.failed(step.value.detail)}</p>}
      <span class="buttons">
        <button type="submit" class="strong" disabled={step.value.is === 'sending'}>
          {step.value.is === 'sending' ? words.sending : isNoteOnly ? words.sendNote : words.send}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            step.value = { is: 'closed' };
          }}
        >
          {words.cancel}
        </button>
      </span>
    </form>
  );
}
