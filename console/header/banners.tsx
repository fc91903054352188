import { useEffect } from 'preact/hooks';
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
  return (
    <p class="banner banner-calm">
      {/* The count changes each second and is not read out again; that the store is away is told once, by the line appearing. */}
      <span>{words.storeAway(formatCount(city.value?.lag.records ?? 0))}</span>
      <span class="banner-detail wide-only" title={detail} lang="en">
        {detail}
      </span>
    </p>
  );
}
