import { useSignal } from '@preact/signals';
import { formatCount } from '../format/number.ts';
import type { JoinedEntry } from '../live/api-types.ts';
import { texts } from '../texts/language.ts';
import { AccountRow } from './account-row.tsx';
import { accountsOf } from './accounts.ts';

const SHOWN_AT_MOST = 100;

/** The ledger, account by account. */
export function AccountTable({ entries }: { readonly entries: readonly JoinedEntry[] }) {
  const words = texts.value.ledger;
  const grouping = useSignal<'provider' | 'device'>('provider');
  const filter = useSignal('');
  const wanted = filter.value.trim().toLowerCase();
  const accounts = accountsOf(entries, grouping.value).filter(({ name, books }) =>
    `${name} ${books.provider}`.toLowerCase().includes(wanted),
  );
  const shown = accounts.slice(0, SHOWN_AT_MOST);
  return (
    <div class="accounts">
      <div class="toolbar">
        <fieldset class="switch">
          <legend class="visually-hidden">{words.groupLabel}</legend>
          {(['provider', 'device'] as const).map((each) => (
            <button
              type="button"
              key={each}
              aria-pressed={grouping.value === each}
              onClick={() => {
                grouping.value = each;
              }}
            >
              {each === 'provider' ? words.byProvider : words.byDevice}
            </button>
          ))}
        </fieldset>
        <input
          type="search"
          aria-label={words.filter}
          placeholder={words.filter}
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value;
          }}
        />
      </div>
      <table>
        <thead>
          <tr>
            <th>{words.account}</th>
            <th class="number">{words.received}</th>
            <th class="number">{words.accepted}</th>
            <th class="number wide-only">{words.duplicates}</th>
            <th class="number">{words.rejectedColumn}</th>
            <th class="number wide-only" title={words.missingHint}>
              {words.missing}
            </th>
            <th class="number wide-only" title={words.refusedHint}>
              {words.refused}
            </th>
            <th class="number">{words.difference}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((account) => (
            <AccountRow key={account.name} account={account} />
          ))}
        </tbody>
      </table>
      {shown.length < accounts.length && (
        <p class="dim">{words.shown(formatCount(shown.length), formatCount(accounts.length))}</p>
      )}
    </div>
  );
}
