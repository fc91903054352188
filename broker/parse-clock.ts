/** Parses the payload of a clock message, `{"now": <milliseconds since 1970>}`; null for anything else. */
export function parseClock(payload: Uint8Array): number | null {
  try {
    const message: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    if (typeof message !== 'object' || message === null || !('now' in message)) return null;
    const { now } = message;
    return typeof now === 'number' && Number.isInteger(now) && now > 0 && now <= LATEST_MILLIS ? now : null;
  } catch {
    return null;
  }
}

// The end of the year 9999: a time in microseconds by mistake would otherwise move the clock, which never goes back,
// far into the future for good.
const LATEST_MILLIS = 253_402_300_799_999;
