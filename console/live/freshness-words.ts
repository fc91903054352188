import type { FreshnessWords } from '../format/freshness-text.ts';
import { texts } from '../texts/language.ts';
import { cityClock, cityTime } from './city.ts';
import { zoneName } from './zones.ts';

/** What texts about freshness need, in the page's language. */
export function freshnessWords(): FreshnessWords {
  const at = cityTime.value;
  return { texts: texts.value, clock: at === null ? '' : cityClock(at, 'clock'), zoneName };
}
