import { useEffect } from 'preact/hooks';
import { freshnessText } from '../format/freshness-text.ts';
import { isPast } from '../live/freshness.ts';
import { freshnessWords } from '../live/freshness-words.ts';
import { freshness, watchStatus } from '../live/status.ts';

/** The most serious limit on what the page shows, in one line over the page; nothing while all is up to date. */
export function FreshnessBanner() {
  useEffect(watchStatus, []);
  const said = freshnessText(freshness.value, freshnessWords());
  if (said === null) return null;
  const { text, spoken, detail } = said;
  return (
    <div class={isPast(freshness.value) ? 'banner' : 'banner banner-calm'} data-freshness={freshness.value.is}>
      {/* Durations change each second; a screen reader gets the line without them, once. */}
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
