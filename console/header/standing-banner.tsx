import { useEffect } from 'preact/hooks';
import { standingText } from '../format/standing-text.ts';
import { isPast } from '../live/standing.ts';
import { standingWords } from '../live/standing-words.ts';
import { standing, watchStatus } from '../live/status.ts';

/** The gravest of what everybody should know now, in one line over the whole page; nothing while all is up to date. */
export function StandingBanner() {
  useEffect(watchStatus, []);
  const said = standingText(standing.value, standingWords());
  if (said === null) return null;
  const { text, spoken, detail } = said;
  return (
    <div class={isPast(standing.value) ? 'banner' : 'banner banner-calm'} data-standing={standing.value.is}>
      {/* Durations change each second: what is read out is the line without them, once. */}
      <p class="visually-hidden" role="alert">
        {spoken}
      </p>
      <p>{text}</p>
      {detail !== null && (
        <p class="banner-detail wide-only" title={detail} lang="en">
          {detail}
        </p>
      )}
    </div>
  );
}
