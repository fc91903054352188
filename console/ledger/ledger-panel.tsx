import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LedgerEntry } from '../../model/ledger.ts';
import { formatCount } from '../format/number.ts';
import type { LedgerAnswer } from '../live/api-types.ts';
import { cityClock } from '../live/city.ts';
import { detailOf, getJson } from '../live/request.ts';
import { route } from '../live/route.ts';
import { texts } from '../texts/language.ts';
import { AccountTable } from './account-table.tsx';
import { BalanceLines } from './balance-lines.tsx';
import { RejectedList } from './rejected-list.tsx';

const RELOAD_MILLIS = 5000;

/** Whether every message is accounted for, the accounts, and the rejected messages. */
export function LedgerPanel() {
  const { ledger: words, failed } = texts.value;
  const answer = useSignal<LedgerAnswer | null>(null);
  const failure = useSignal<string | null>(null);
  const isSeen = route.value.lower === 'ledger';

  useEffect(() => {
    if (!isSeen) return;
    const load = async (): Promise<void> => {
      if (document.hidden) return;
      try {
        answer.value = await getJson<LedgerAnswer>('/api/ledger');
        failure.value = null;
      } catch (problem) {
        failure.value = detailOf(problem);
      }
    };
    void load();
    const timer = setInterval(load, RELOAD_MILLIS);
    return () => clearInterval(timer);
  }, [isSeen]);

  return (
    <section class="panel ledger-panel" aria-label={words.title}>
      {failure.value !== null && <p role="alert">{failed(failure.value)}</p>}
      {answer.value === null && failure.value === null && <p class="empty">{words.loading}</p>}
      {answer.value !== null && <Books answer={answer.value} />}
      {isSeen && answer.value !== null && <RejectedList count={rejectedCount(answer.value.totals)} />}
    </section>
  );
}

const rejectedCount = ({ messages, values }: LedgerEntry): number => messages.rejected + values.rejected;

function Books({ answer }: { readonly answer: LedgerAnswer }) {
  const words = texts.value.ledger;
  const { totals, balances, asOf, entries, skipped } = answer;
  if (totals.messages.received + totals.refused === 0) return <p class="empty">{words.empty}</p>;
  const isBalanced = balances.messages === 0 && balances.values === 0;
  return (
    <>
      <div class="books">
        <p class="verdict-line" data-balanced={isBalanced}>
          {isBalanced ? words.balanced : words.unbalanced(formatCount(balances.messages), formatCount(balances.values))}
        </p>
        <BalanceLines books={totals} />
        {skipped.map(({ firstOffset, lastOffset, decidedAt, reason }) => (
          <p key={firstOffset} class="dim" title={reason}>
            {words.skipped(formatCount(firstOffset), formatCount(lastOffset), cityClock(decidedAt, 'full'))}
          </p>
        ))}
        <p class="dim">
          {words.asOf(asOf.cityTime === null ? '' : cityClock(asOf.cityTime, 'full'), formatCount(asOf.offset))}
        </p>
      </div>
      <AccountTable entries={entries} />
    </>
  );
}
