/** Grace period for acknowledgements after an abort. */
const GRACE_MILLIS = 2000;

/** The caller's sleep; resolves or rejects early when the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/**
 * Waits for all acknowledgements; after an abort only for the grace period.
 * False when some are missing.
 */
export async function settleInFlight(
  acknowledgements: Promise<unknown>,
  signal: AbortSignal,
  wait: Wait,
): Promise<boolean> {
  const settled = acknowledgements.then(() => true);
  // Without a handler of its own a rejection after the race would end the process.
  settled.catch(() => {});
  const done = new AbortController();
  const first = await Promise.race([settled, whenAborted(signal, done.signal).then(() => null)]);
  done.abort();
  if (first !== null) return first;
  const grace = new AbortController();
  const late = wait(GRACE_MILLIS, grace.signal).then(
    () => false,
    () => false,
  );
  const outcome = await Promise.race([settled, late]);
  grace.abort();
  return outcome;
}

/** Waits, or returns early on an abort. */
export async function waitUnlessAborted(milliseconds: number, signal: AbortSignal, wait: Wait): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return;
  const done = new AbortController();
  await Promise.race([wait(milliseconds, signal).catch(() => {}), whenAborted(signal, done.signal)]);
  done.abort();
}

/** `release` removes the listener, so that a long run does not accumulate them. */
function whenAborted(signal: AbortSignal, release: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: release });
  });
}
