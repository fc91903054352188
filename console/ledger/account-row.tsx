import { useSignal } from '@preact/signals';
import { RefusalList } from '../device/refusal-list.tsx';
import { formatCount } from '../format/number.ts';
import { texts } from '../texts/language.ts';
import { type Account, messageRest, valueRest } from './accounts.ts';
import { BalanceLines } from './balance-lines.tsx';

const COLUMNS = 8;

/** One account in short; expanded, its balance lines. */
export function AccountRow({ account: { name, books } }: { readonly account: Account }) {
  const isOpen = useSignal(false);
  const { messages, values } = books;
  const words = texts.value.ledger;
  // Clients that no device is, and the city's own programs, only have refusals.
  const noName = books.deviceId === '' ? words.unknownClients : words.noProvider;
  return (
    <>
      <tr>
        <td>
          <button
            type="button"
            class="disclosure"
            aria-expanded={isOpen.value}
            onClick={() => {
              isOpen.value = !isOpen.value;
            }}
          >
            {name === '' ? noName : name}
          </button>
        </td>
        <td class="number">{formatCount(messages.received)}</td>
        <td class="number">{formatCount(values.acceptedOnTime + values.acceptedLate)}</td>
        <td class="number wide-only">{formatCount(messages.duplicate + values.duplicate)}</td>
        <td class="number">{formatCount(messages.rejected + values.rejected)}</td>
        <td class="number wide-only">{formatCount(books.missing)}</td>
        <td class="number wide-only">{formatCount(books.refused)}</td>
        <td class="number">{formatCount(Math.abs(messageRest(books)) + Math.abs(valueRest(books)))}</td>
      </tr>
      {isOpen.value && (
        <tr class="account-open">
          <td colSpan={COLUMNS}>
            <BalanceLines books={books} />
            <RefusalList refusals={books.refusals ?? []} />
          </td>
        </tr>
      )}
    </>
  );
}
