import { useSignal } from '@preact/signals';
import type { AirPlace, AirQualityIndex } from '../../model/air-quality.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import { cityClock } from '../live/city.ts';
import type { AirQuestion } from '../live/route-text.ts';
import { texts } from '../texts/language.ts';
import { AirHistory } from './air-history.tsx';
import { AirNow } from './air-now.tsx';
import { AirParts } from './air-parts.tsx';
import { AirStandardFacts } from './air-standard-facts.tsx';
import { newestOf } from './periods.ts';
import { useAirQuality } from './use-air.ts';

/** The periods of one place: the selected one, by default the newest, in full, and all of them as bars. */
export function AirView(props: {
  readonly at: AirPlace;
  readonly question: AirQuestion;
  readonly editions: readonly StandardEdition[];
  readonly isSeen: boolean;
}) {
  const { at, question, editions, isSeen } = props;
  const { air: words, failed } = texts.value;
  const { value: items, failure } = useAirQuality(isSeen, at, question).value;
  const picked = useSignal<number | null>(null);
  const shown = items?.find(({ from }) => from === picked.value) ?? newestOf(items ?? []);
  return (
    <>
      {failure !== null && (
        <p class="air-failure" role="alert">
          {failed(failure)} {words.tryAgain}
        </p>
      )}
      {items === null && failure === null && <p class="empty">{words.loading}</p>}
      {items !== null && shown === undefined && <p class="empty">{words.nothing}</p>}
      {items !== null && shown !== undefined && (
        <div class="air-view">
          <div class="air-left">
            <AirNow item={shown} />
            {picked.value === null && <Missing items={items} shown={shown} />}
          </div>
          <AirHistory
            items={items}
            shown={shown}
            onPick={(from) => {
              picked.value = from;
            }}
          />
          <AirParts item={shown} />
          <AirStandardFacts item={shown} editions={editions} />
        </div>
      )}
    </>
  );
}

/** When the newest periods have no index, says since when. */
function Missing({ items, shown }: { readonly items: readonly AirQualityIndex[]; readonly shown: AirQualityIndex }) {
  const next = items[items.indexOf(shown) + 1];
  if (!next) return null;
  return (
    <p class="dim">{texts.value.air.noIndexYet(cityClock(next.from, next.period === 'day' ? 'date' : 'short'))}</p>
  );
}
