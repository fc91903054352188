import { noAlertText } from '../format/standing-text.ts';
import { standingWords } from '../live/standing-words.ts';
import { standing, status } from '../live/status.ts';
import { listUnknowns } from '../live/unknowns.ts';

/** Where no alert is active: that the city is quiet, or why the page cannot know it. */
export function NoneActive() {
  return <p class="empty">{noAlertText(listUnknowns(standing.value, status.value), standingWords())}</p>;
}
