import type { Texts } from '../texts/en.ts';

/** A duration in words, to the two largest units; a negative one counts as zero. */
export function formatDuration(millis: number, words: Texts['duration']): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return words.seconds(seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return words.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return words.hours(hours, minutes % 60);
  return words.days(Math.floor(hours / 24), hours % 24);
}
