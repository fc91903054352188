/** Four times a second: faster, nobody can follow, and a map without a GPU falls behind. */
const PACE_MILLIS = 250;

/**
 * Runs `draw` at most four times a second after `request()`, never while the page is hidden. A request made meanwhile
 * is carried out when the page is visible again.
 */
export function throttle(draw: () => void): { request(): void; close(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRequested = false;

  const run = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!isRequested || document.hidden) return;
    isRequested = false;
    draw();
    timer = setTimeout(run, PACE_MILLIS);
  };
  const request = (): void => {
    isRequested = true;
    timer ??= setTimeout(run, 0);
  };
  document.addEventListener('visibilitychange', run);
  return {
    request,
    close: () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', run);
    },
  };
}
