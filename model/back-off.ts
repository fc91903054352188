/** Milliseconds to wait before attempt `attempt` + 1 (from 1): doubles each time, up to `mostMillis`. */
export const backOffMillis = (attempt: number, firstMillis: number, mostMillis: number): number => {
  // Beyond thirty doublings any bound is reached.
  const doublings = Math.min(attempt - 1, 30);
  let millis = firstMillis;
  for (let done = 0; done < doublings && millis < mostMillis; done += 1) millis *= 2;
  return Math.min(millis, mostMillis);
};
