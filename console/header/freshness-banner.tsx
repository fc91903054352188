import { useEffect } from 'preact/hooks';
import { freshnessText } from '../format/freshness-text.ts';
import { isPast } from '../live/freshness.ts';
import { freshnessWords } from '../live/freshness-words.ts';
import { freshness, watchStatus } from '../live/status.ts';
import { Banner } from './banner.tsx';

/** The most serious limit on what the page shows, in one line over the page; nothing while all is up to date. */
export function FreshnessBanner() {
  useEffect(watchStatus, []);
  const said = freshnessText(freshness.value, freshnessWords());
  return said && <Banner said={said} isCalm={!isPast(freshness.value)} name={freshness.value.is} />;
}
