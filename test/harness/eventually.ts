const PATIENCE_MILLIS = 60_000;
const INTERVAL_MILLIS = 50;

/** Asks again until `check` passes; its last failure is the test's. For what becomes true by itself, where no event tells it. */
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
