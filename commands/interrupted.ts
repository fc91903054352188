/** A signal that SIGINT or SIGTERM aborts; a second Ctrl-C ends the process as usual. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller.signal;
}

/** Exit code of a command that was interrupted. */
export const EXIT_INTERRUPTED = 130;
