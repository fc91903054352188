/**
 * Says when one call has been running for `hangMillis`. Between two looks only as much time counts as there should have been: a machine that
 * was suspended, or a thread that got no turn, has held up the watcher as long as the call.
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
