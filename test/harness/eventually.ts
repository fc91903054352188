import { vi } from 'vitest';

/** Asks again until `check` passes; its last failure is the test's. For what becomes true by itself, where no event tells it. */
export const eventually = <T>(check: () => Promise<T> | T): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 50 });
