/** Which parts of an instant are shown. */
export type TimeStyle = 'full' | 'short' | 'clock' | 'minute' | 'date' | 'day';

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * An instant (milliseconds since 1970) in a city's IANA zone, written the same in every language:
 * full `2026-07-01 14:03:05`, short `07-01 14:03`, clock `14:03:05`, minute `14:03`, date `2026-07-01`, day `07-01`.
 */
export function formatTime(at: number, timeZone: string, style: TimeStyle): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const minute = `${part('hour')}:${part('minute')}`;
  if (style === 'minute') return minute;
  if (style === 'clock') return `${minute}:${part('second')}`;
  const day = `${part('month')}-${part('day')}`;
  if (style === 'day') return day;
  if (style === 'short') return `${day} ${minute}`;
  const date = `${part('year')}-${day}`;
  return style === 'date' ? date : `${date} ${minute}:${part('second')}`;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  FORMATS.set(timeZone, made);
  return made;
}
