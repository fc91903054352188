import type { DeviceRefusals } from '../../model/device-refusals.ts';
import { formatCount } from '../format/number.ts';
import { cityClock } from '../live/city.ts';
import { texts } from '../texts/language.ts';
import type { RefusalText } from '../texts/refusals-en.ts';

/** What the gateway refused to a device, by reason and the newest first: how often, what it was, and what to do. */
export function RefusalList({ refusals }: { readonly refusals: readonly DeviceRefusals[] }) {
  const words = texts.value.refusals;
  if (refusals.length === 0) return null;
  return (
    <section class="refusals">
      <h3>{words.title}</h3>
      <p class="dim">{words.hint}</p>
      <ul>
        {refusals.toSorted(newestFirst).map((refused) => (
          <Refused key={refused.reason} refused={refused} />
        ))}
      </ul>
    </section>
  );
}

function Refused({ refused: { reason, count, lastAt, detail } }: { readonly refused: DeviceRefusals }) {
  const words = texts.value.refusals;
  // Of a journal of another version: its word, without advice.
  const known = new Map<string, RefusalText>(Object.entries(words.reasons)).get(reason);
  return (
    <li>
      <strong>{known?.name ?? reason}</strong> ·{' '}
      {words.times(formatCount(count), count === 1, cityClock(lastAt, 'full'))}
      {detail !== null && (
        <span class="source" lang="en">
          {detail}
        </span>
      )}
      {known !== undefined && <span class="advice">{known.advice}</span>}
    </li>
  );
}

const newestFirst = (a: DeviceRefusals, b: DeviceRefusals): number =>
  b.lastAt - a.lastAt || (a.reason < b.reason ? -1 : 1);
