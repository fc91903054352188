import type { Bulkhead } from '../model/bulkhead.ts';
import { type ExtensionHealth, targetOf } from '../model/extension-health.ts';
import type { DialectHealth } from './dialect-health.ts';

/**
 * The health of the dialects: one entry per dialect with all its failures, and one per device for which it was
 * switched.
 */
export function dialectExtensions(book: Bulkhead, health: readonly DialectHealth[]): readonly ExtensionHealth[] {
  return health.flatMap(({ dialect, failed, lastFailure }) => {
    const entries = book.entries().filter(({ id }) => id === dialect);
    const everywhere = entries.find(({ deviceId }) => deviceId === null) ?? {
      ...targetOf('dialect', dialect, null),
      isOn: true,
      lastError: null,
      offBy: null,
      user: null,
      sinceOffset: null,
    };
    const failure = lastFailure && `${lastFailure.detail} (offset ${lastFailure.offset})`;
    const lastError = everywhere.lastError ?? failure;
    return [{ ...everywhere, lastError, failures: failed }, ...entries.filter(({ deviceId }) => deviceId !== null)];
  });
}
