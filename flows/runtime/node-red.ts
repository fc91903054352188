import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

/** The API that embeds Node-RED; its own types are those for nodes. */
export interface NodeRed {
  init(server: Server, settings: object): void;
  /** Resolves when the editor answers; flows are loaded and started a moment later. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** An Express application: to be called with a URL below `httpAdminRoot`, without that root. */
  readonly httpAdmin: (request: IncomingMessage, response: ServerResponse) => void;
  /** Emits `flows:started` at the start and after each deploy, and `runtime-event` for what the editor shows. */
  readonly events: EventEmitter;
}

/** Loads Node-RED, which takes 0.2 s and 90 MB. There can be one in a process. */
export function loadNodeRed(): NodeRed {
  const require = createRequire(import.meta.url);
  // Node's permission model forbids fsync. Node-RED saves without it, but would warn in the editor at each deploy.
  if (process.permission) {
    const files = require('node:fs') as { fsync: (file: number, done: (error: Error | null) => void) => void };
    files.fsync = (_file, done) => process.nextTick(done, null);
  }
  return require('node-red') as NodeRed;
}
