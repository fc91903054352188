import { useSignal } from '@preact/signals';
import type { Rejected } from '../../model/rejected.ts';
import { formatCount } from '../format/number.ts';
import { cityClock } from '../live/city.ts';
import { texts } from '../texts/language.ts';
import { BytesView } from './bytes-view.tsx';

/** One rejected message or value; expanded, the bytes that the device sent. */
export function RejectedRow({ entry }: { readonly entry: Rejected }) {
  const words = texts.value.rejected;
  const isOpen = useSignal(false);
  return (
    <li>
      <button
        type="button"
        class="disclosure"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <strong>{words.reasons[entry.reason] ?? entry.reason}</strong> · {entry.deviceId} ·{' '}
        {entry.channel ?? words.wholeMessage} <time class="dim">{cityClock(entry.receivedAt, 'full')}</time>
      </button>
      <p class="detail">{entry.detail}</p>
      {isOpen.value && (
        <>
          <p class="dim">
            <code>{entry.topic}</code> · {texts.value.alerts.journalOffset} {formatCount(entry.offset)}
          </p>
          <BytesView offset={entry.offset} />
        </>
      )}
    </li>
  );
}
