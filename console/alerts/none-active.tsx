import { noAlertText } from '../format/freshness-text.ts';
import { freshnessWords } from '../live/freshness-words.ts';
import { freshness, status } from '../live/status.ts';
import { listUnknowns } from '../live/unknowns.ts';

/** What the list shows when it is empty: that the city is quiet, or why the page cannot know it. */
export function NoneActive() {
  const unknowns = listUnknowns(freshness.value, status.value);
  return <p class={unknowns.length > 0 ? 'empty empty-unknown' : 'empty'}>{noAlertText(unknowns, freshnessWords())}</p>;
}
