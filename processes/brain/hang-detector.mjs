/**
 * Detects a call that has been running for `hangMillis`. Of the time between two checks at most twice `lookMillis`
 * counts: when the machine was suspended or the watcher thread got no CPU time, the call could not run either.
 */
export function createHangDetector({ hangMillis, lookMillis }) {
  let call = null;
  let runningMillis = 0;
  let lastLookAt = null;
  return {
    isHanging(running, now) {
      const passed = lastLookAt === null ? 0 : Math.min(now - lastLookAt, 2 * lookMillis);
      lastLookAt = now;
      runningMillis = running !== null && running === call ? runningMillis + passed : 0;
      call = running;
      return call !== null && runningMillis >= hangMillis;
    },
  };
}
