/** Exponential back-off: milliseconds to wait after attempt `attempt` (from 1) has failed, at most `maxMillis`. */
export const backOffMillis = (attempt: number, firstMillis: number, maxMillis: number): number => {
  // Thirty doublings exceed every bound in use; more would only overflow.
  const doublings = Math.min(attempt - 1, 30);
  let millis = firstMillis;
  for (let done = 0; done < doublings && millis < maxMillis; done += 1) millis *= 2;
  return Math.min(millis, maxMillis);
};
