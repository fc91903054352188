const MINUTE_MILLIS = 60_000;

/** Returns the function that says whether one more is within the limit of any minute, and then counts it. */
export function createRateLimit(mostPerMinute: number): (now: number) => boolean {
  let taken: number[] = [];
  return (now) => {
    taken = taken.filter((at) => at > now - MINUTE_MILLIS && at <= now);
    if (taken.length >= mostPerMinute) return false;
    taken.push(now);
    return true;
  };
}
