import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

/** The part of Node-RED that is used to embed it; its own types describe what nodes see. */
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

/** Loads Node-RED, which takes a fifth of a second and 90 MB. There is one in a process. */
export function loadNodeRed(): NodeRed {
  const require = createRequire(import.meta.url);
  // Node's permission model knows no fsync. Node-RED saves without it as well, but would tell every editor so at each deploy.
  if (process.permission) {
    const files = require('node:fs') as { fsync: (file: number, done: (error: Error | null) => void) => void };
    files.fsync = (_file, done) => process.nextTick(done, null);
  }
  return require('node-red') as NodeRed;
}
