import type { AedesOptions } from 'aedes';
import { createAuthenticate, createPreConnect } from './connect-hooks.ts';
import type { Door } from './door.ts';
import { createAuthorizePublish } from './publish-hook.ts';
import { createAuthorizeSubscribe } from './subscribe-hook.ts';

/** The door as aedes knows it: the four hooks in the order in which a connection meets them, and aedes' own bounds. */
export const aedesOptions = (door: Door): AedesOptions => ({
  preConnect: createPreConnect(door),
  authenticate: createAuthenticate(door),
  authorizePublish: createAuthorizePublish(door),
  authorizeSubscribe: createAuthorizeSubscribe(door),
  connectTimeout: door.limits.connectTimeoutSeconds * 1000,
  // One subscriber that stops reading stalls the whole broker for as long as this.
  drainTimeout: door.limits.drainTimeoutSeconds * 1000,
  // The packets behind a CONNECT; the default of 42 closes a device that rightly sends a backlog at once.
  queueLimit: door.limits.maxPipelinedPackets,
});
