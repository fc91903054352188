import type { StandingWords } from '../format/standing-text.ts';
import { texts } from '../texts/language.ts';
import { cityClock, cityTime } from './city.ts';
import { zoneName } from './zones.ts';

/** What texts about the city's standing are made with, in the page's language. */
export function standingWords(): StandingWords {
  const at = cityTime.value;
  return { texts: texts.value, clock: at === null ? '' : cityClock(at, 'clock'), zoneName };
}
