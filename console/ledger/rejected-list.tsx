import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Rejected, RejectReason } from '../../model/rejected.ts';
import { formatCount } from '../format/number.ts';
import { detailOf, getJson } from '../live/request.ts';
import { texts } from '../texts/language.ts';
import { RejectedRow } from './rejected-row.tsx';

const PAGE = 50;

/**
 * Rejected messages and values with the reason, newest first. New ones are added on demand, so that the list can be
 * read.
 */
export function RejectedList({ count }: { readonly count: number }) {
  const { rejected: words, failed } = texts.value;
  const reason = useSignal<RejectReason | ''>('');
  const list = useSignal<readonly Rejected[] | null>(null);
  const hasMore = useSignal(false);
  const countShown = useSignal(count);
  const failure = useSignal<string | null>(null);

  const load = async (before: number | null): Promise<void> => {
    const asked = reason.value;
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (asked !== '') query.set('reason', asked);
    if (before !== null) query.set('before', String(before));
    try {
      const answer = await getJson<{ readonly rejected: readonly Rejected[] }>(`/api/rejected?${query}`);
      if (asked !== reason.value) return;
      list.value = before === null ? answer.rejected : [...(list.value ?? []), ...answer.rejected];
      if (before === null) countShown.value = count;
      hasMore.value = answer.rejected.length === PAGE;
      failure.value = null;
    } catch (problem) {
      failure.value = detailOf(problem);
    }
  };
  useEffect(() => {
    void load(null);
  }, [reason.value]);

  const shown = list.value ?? [];
  return (
    <section class="rejected">
      <div class="toolbar">
        <h3>{words.title}</h3>
        {count > countShown.value && (
          <button type="button" onClick={() => load(null)}>
            {words.newer(formatCount(count - countShown.value))}
          </button>
        )}
        <select
          aria-label={words.reason}
          value={reason.value}
          onChange={(event) => {
            reason.value = event.currentTarget.value as RejectReason | '';
          }}
        >
          <option value="">{words.anyReason}</option>
          {Object.entries(words.reasons).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {failure.value !== null && <p role="alert">{failed(failure.value)}</p>}
      {list.value !== null && shown.length === 0 && (
        <p class="empty">{reason.value === '' ? words.none : words.noneMatch}</p>
      )}
      <ul>
        {shown.map((entry, index) => (
          <RejectedRow key={`${entry.offset} ${entry.channel ?? ''} ${index}`} entry={entry} />
        ))}
      </ul>
      {hasMore.value && (
        <button type="button" class="quiet" onClick={() => load(shown.at(-1)?.offset ?? null)}>
          {words.more}
        </button>
      )}
    </section>
  );
}
