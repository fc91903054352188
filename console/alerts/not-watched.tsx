import { scenarios } from '../live/scenarios.ts';
import { nameIn, texts } from '../texts/language.ts';

/** Names the scenarios whose standards packs are refused: they raise no alerts, whatever happens. */
export function NotWatched() {
  const off = [...scenarios.value.values()].filter(({ refused }) => refused !== null);
  return off.map(({ id, title, refused }) => (
    <p class="banner banner-calm" key={id}>
      <span>{texts.value.alerts.notWatched(nameIn(title))}</span>
      <span class="banner-detail" lang="en">
        {refused?.problems[0]}
      </span>
    </p>
  ));
}
