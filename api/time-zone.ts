/** The IANA time zone of a name, as this machine spells it: in caches each has one spelling. Null: there is none. */
export function timeZoneOf(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
