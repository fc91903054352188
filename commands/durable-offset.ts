import type { DataFolder } from '../city/data-folder.ts';
import type { GatewayClient } from '../ipc/gateway-client.ts';
import { ConfigError } from '../model/config-error.ts';

const GATEWAY_PATIENCE_MILLIS = 5_000;

/** What the running gateway says first of its journal; throws `ConfigError` when no gateway answers. */
export async function firstDurableOffset(gateway: GatewayClient, folder: DataFolder): Promise<number> {
  if (gateway.durableOffset !== null) return gateway.durableOffset;
  const { promise, resolve: found, reject } = Promise.withResolvers<number>();
  const stop = gateway.onDurable(found);
  const timer = setTimeout(
    () => reject(new ConfigError(folder.root, 'has no running gateway; start the city, then run this again')),
    GATEWAY_PATIENCE_MILLIS,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
}
