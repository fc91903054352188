import { formatCount } from '../format/number.ts';
import type { JoinedEntry } from '../live/api-types.ts';
import { texts } from '../texts/language.ts';
import { messageRest, valueRest } from './accounts.ts';

/** The balance as sums that a person can check; the last says what became of accepted values in the store. */
export function BalanceLines({ books }: { readonly books: JoinedEntry }) {
  const { ledger: words, listComma } = texts.value;
  const terms = words.terms;
  const { messages: m, values: v, store } = books;
  return (
    <dl class="balance">
      <Line
        name={words.messages}
        whole={[m.received, terms.received]}
        parts={[
          [m.decoded, terms.decoded],
          [m.withoutReadings, terms.withoutReadings],
          [m.duplicate, terms.duplicate],
          [m.rejected, terms.rejected],
          [m.inFlight, terms.inFlight],
        ]}
        rest={messageRest(books)}
      />
      <Line
        name={words.values}
        whole={[v.extracted, terms.extracted]}
        parts={[
          [v.acceptedOnTime, terms.acceptedOnTime],
          [v.acceptedLate, terms.acceptedLate],
          [v.duplicate, terms.duplicate],
          [v.rejected, terms.rejected],
          [v.unmapped, terms.unmapped],
          [v.inFlight, terms.inFlight],
        ]}
        rest={valueRest(books)}
      />
      {v.timeApproximate + v.possibleRepeat + v.clockHeld > 0 && (
        <div>
          <dt>{words.ofWhich}</dt>
          <dd>
            <TermText term={[v.timeApproximate, terms.timeApproximate]} />
            <span class="operator">{listComma}</span>
            <TermText term={[v.possibleRepeat, terms.possibleRepeat]} />
            {v.clockHeld > 0 && (
              <>
                <span class="operator">{listComma}</span>
                <TermText term={[v.clockHeld, terms.clockHeld]} />
              </>
            )}
          </dd>
        </div>
      )}
      {store === null ? (
        <div>
          <dt>{words.store}</dt>
          <dd class="dim">{words.storeAway}</dd>
        </div>
      ) : (
        <Line
          name={words.store}
          whole={[v.acceptedOnTime + v.acceptedLate, terms.accepted]}
          parts={[
            [store.taken, terms.taken],
            [store.equalAlready, terms.equalAlready],
            [store.differentAlready, terms.differentAlready],
            [store.refused, terms.refused],
            [store.outsideRetention, terms.outsideRetention],
            [store.skipped, terms.skipped],
            [store.waiting, terms.waiting],
          ]}
          rest={0}
        />
      )}
    </dl>
  );
}

type Term = readonly [count: number, word: string];

function Line(props: {
  readonly name: string;
  readonly whole: Term;
  readonly parts: readonly Term[];
  readonly rest: number;
}) {
  const { name, whole, parts, rest } = props;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <TermText term={whole} />
        {parts.map((term, index) => (
          <span key={term[1]} class="term-group">
            <span class="operator">{index === 0 ? ' = ' : ' + '}</span>
            <TermText term={term} />
          </span>
        ))}
        {rest !== 0 && (
          <strong class="term-group">
            <span class="operator"> + </span>
            <TermText term={[rest, texts.value.ledger.difference]} />
          </strong>
        )}
      </dd>
    </div>
  );
}

const TermText = ({ term: [count, word] }: { readonly term: Term }) => (
  <span class="term">
    <b>{formatCount(count)}</b> {word}
  </span>
);
