import type { DataFolder } from '../city/data-folder.ts';
import type { GatewayClient } from '../ipc/gateway-client.ts';
import { ConfigError } from '../model/config-error.ts';

const TIMEOUT_MILLIS = 5_000;

/**
 * Waits for the first durable offset that a running gateway announces; throws a `ConfigError` when none does in 5 s.
 */
export async function firstDurableOffset(gateway: GatewayClient, folder: DataFolder): Promise<number> {
  if (gateway.durableOffset !== null) return gateway.durableOffset;
  const { promise, resolve: found, reject } = Promise.withResolvers<number>();
  const stop = gateway.onDurable(found);
  const timer = setTimeout(
    () => reject(new ConfigError(folder.root, 'has no running gateway; start the city, then run this again')),
    TIMEOUT_MILLIS,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
}
