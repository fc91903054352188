import type { GenerationBuild } from '../../model/generation-build.ts';
import type { Texts } from '../texts/en.ts';
import { formatDuration } from './duration.ts';
import type { FreshnessText } from './freshness-text.ts';

/** Text about readings and documents that are being made again. `now`: wall time, milliseconds since 1970. */
export function buildText(
  { cause, user, since, share, trouble }: GenerationBuild,
  now: number,
  texts: Texts,
): FreshnessText {
  const { build: words, duration } = texts;
  const why = words.causes[cause](user ?? '');
  if (trouble !== null) return { text: words.failed(why), spoken: words.failed(why), detail: trouble };
  const text = words.underWay(why, Math.floor(100 * share), formatDuration(now - since, duration));
  return { text, spoken: words.spoken(why), detail: null };
}
