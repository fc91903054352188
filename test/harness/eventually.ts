const PATIENCE_MILLIS = 60_000;
const INTERVAL_MILLIS = 50;

/** Repeats `check` until it passes, else rejects with its last error. For conditions without an event to wait for. */
export async function eventually<T>(check: () => Promise<T> | T): Promise<T> {
  for (const deadline = performance.now() + PATIENCE_MILLIS; ; ) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MILLIS));
  }
}
