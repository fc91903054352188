/** Four times a second is as often as a person can follow, and as a software-drawn map can bear. */
const PACE_MILLIS = 250;

/**
 * Runs `draw` at most four times a second after `ask()` and never while the page is hidden; what was asked for meanwhile
 * is drawn when the page is seen again.
 */
export function paced(draw: () => void): { ask(): void; close(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;

  const run = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!isAsked || document.hidden) return;
    isAsked = false;
    draw();
    timer = setTimeout(run, PACE_MILLIS);
  };
  const ask = (): void => {
    isAsked = true;
    timer ??= setTimeout(run, 0);
  };
  document.addEventListener('visibilitychange', run);
  return {
    ask,
    close: () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', run);
    },
  };
}
