/**
 * Runs `task` now and then again after each pause, never while the page is hidden; one that fell due meanwhile runs
 * when the page is seen again. A run that is still under way is not started twice. Call what it returns to stop.
 */
export function repeatWhileSeen(pauseMillis: number, task: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = true;
  let isOver = false;

  const run = async (): Promise<void> => {
    if (!isDue || document.hidden) return;
    isDue = false;
    await task();
    if (isOver) return;
    timer = setTimeout(() => {
      isDue = true;
      void run();
    }, pauseMillis);
  };
  document.addEventListener('visibilitychange', run);
  void run();
  return () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', run);
  };
}
