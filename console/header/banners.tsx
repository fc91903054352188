import { useEffect } from 'preact/hooks';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { city } from '../live/city.ts';
import { connection } from '../live/session-state.ts';
import { storeTrouble, watchStore } from '../live/store-trouble.ts';
import { texts } from '../texts/language.ts';

/** What everybody should know now, over the whole page. */
export function Banners() {
  const words = texts.value.connection;
  useEffect(watchStore, []);
  if (connection.value === 'lost') {
    return (
      <p class="banner" role="alert">
        {words.lost}
      </p>
    );
  }
  const detail = storeTrouble.value;
  if (detail === null) return null;
  const lag = city.value?.lag;
  return (
    <p class="banner banner-calm">
      {/* The count changes each second and is not read out again; that the store is away is told once, by the line appearing. */}
      <span>
        {words.storeAway(
          formatCount(lag?.records ?? 0),
          formatDuration((lag?.ageSeconds ?? 0) * 1000, texts.value.duration),
        )}
      </span>
      <span class="banner-detail wide-only" title={detail} lang="en">
        {detail}
      </span>
    </p>
  );
}
