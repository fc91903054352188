import type { AedesOptions } from 'aedes';
import { createAuthenticate, createPreConnect } from './connect-hooks.ts';
import type { GatewayContext } from './gateway-context.ts';
import { createAuthorizePublish } from './publish-hook.ts';
import { createAuthorizeSubscribe } from './subscribe-hook.ts';

/** The gateway as aedes knows it: the four hooks in the order in which a connection meets them, and aedes' own bounds. */
export const aedesOptions = (context: GatewayContext): AedesOptions => ({
  preConnect: createPreConnect(context),
  authenticate: createAuthenticate(context),
  authorizePublish: createAuthorizePublish(context),
  authorizeSubscribe: createAuthorizeSubscribe(context),
  connectTimeout: context.limits.connectTimeoutSeconds * 1000,
  // One subscriber that stops reading stalls the whole broker for as long as this.
  drainTimeout: context.limits.drainTimeoutSeconds * 1000,
  // The packets behind a CONNECT; the default of 42 closes a device that rightly sends a backlog at once.
  queueLimit: context.limits.maxPipelinedPackets,
});
