import { noAlertText } from '../format/standing-text.ts';
import { standingWords } from '../live/standing-words.ts';
import { standing, status } from '../live/status.ts';
import { listUnknowns } from '../live/unknowns.ts';

/** Where no alert is active: that the city is quiet, or why the page cannot know it. */
export function NoneActive() {
  const unknowns = listUnknowns(standing.value, status.value);
  return <p class={unknowns.length > 0 ? 'empty empty-unknown' : 'empty'}>{noAlertText(unknowns, standingWords())}</p>;
}
