import type { AedesOptions } from 'aedes';
import { createAuthenticate, createPreConnect } from './connect-hooks.ts';
import type { GatewayContext } from './gateway-context.ts';
import { createAuthorizePublish } from './publish-hook.ts';
import { createAuthorizeSubscribe } from './subscribe-hook.ts';

/**
 * Options for aedes: the four hooks, in the order in which they are called for a connection, and the limits of aedes
 * itself.
 */
export const aedesOptions = (context: GatewayContext): AedesOptions => ({
  preConnect: createPreConnect(context),
  authenticate: createAuthenticate(context),
  authorizePublish: createAuthorizePublish(context),
  authorizeSubscribe: createAuthorizeSubscribe(context),
  connectTimeout: context.limits.connectTimeoutSeconds * 1000,
  // A subscriber that stops reading blocks delivery to all others for at most this time.
  drainTimeout: context.limits.drainTimeoutSeconds * 1000,
  // Packets that a client may send behind CONNECT without waiting for CONNACK (MQTT 3.1.1, 3.1.4). The default of 42
  // would close the connection of a device that sends its backlog right after CONNECT.
  queueLimit: context.limits.maxPipelinedPackets,
});
