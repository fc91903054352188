/** Names of IANA zones are a continent and a place; of those without a slash only UTC means the same to everybody. */
const FULL_NAME = /^(?:UTC|[A-Z][\w+-]*(?:\/[\w+-]+)+)$/i;

/** What to write as a time zone, in words. */
export const RIGHT_TIME_ZONE = 'the full name of an IANA time zone, e.g. Asia/Shanghai, or UTC';

/**
 * The IANA time zone of a full name (`Asia/Shanghai`) or of `UTC`, as this machine spells it: in caches each has one
 * spelling. Null: there is none. A short one is refused, because it is another zone to somebody else: `CST`, which is
 * China's too, would be Chicago's.
 */
export function timeZoneOf(name: string): string | null {
  if (!FULL_NAME.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
