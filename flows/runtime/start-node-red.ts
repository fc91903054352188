import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { credentialSecret } from './credential-secret.ts';
import { createGuardedServer } from './guarded-server.ts';
import { installExamples } from './install-examples.ts';
import type { Introduction } from './introduction.ts';
import { loadNodeRed, type NodeRed } from './node-red.ts';
import { createNodeRedLog } from './node-red-log.ts';
import { FLOWS_ROOT, nodeRedSettings } from './node-red-settings.ts';

/** A running Node-RED on 127.0.0.1. */
export interface RunningNodeRed {
  readonly port: number;
  /** Secret that each request needs; new at each start. */
  readonly secret: string;
  close(): Promise<void>;
}

/** Starts Node-RED in this process, of which there can be one. `onDeploy` is called after each deploy. */
export async function startNodeRed(
  introduction: Introduction,
  options: {
    readonly isSafe: boolean;
    readonly onDeploy: () => void;
    readonly info: (facts: object, text: string) => void;
    readonly warn: (facts: object, text: string) => void;
    readonly error: (facts: object, text: string) => void;
  },
): Promise<RunningNodeRed> {
  const { folder, palette } = introduction;
  const { isSafe, onDeploy, warn } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (palette === null) warn({}, 'the palette of the city is not built; run: npm run build-palette');
  else installExamples(folder, palette);

  const red = loadNodeRed();
  const behind = createServer();
  const onLog = createNodeRedLog({ ...options, auditFile: join(folder, 'audit.jsonl'), now: () => Date.now() });
  red.init(behind, nodeRedSettings({ ...introduction, credentialSecret: credentialSecret(folder), isSafe, onLog }));
  // The first start of flows is no deploy, except in safe mode, where flows start only by a deploy.
  let isOwnStart = !isSafe;
  red.events.on('flows:started', () => {
    if (!isOwnStart) onDeploy();
    isOwnStart = false;
  });
  const settled = flowsSettled(red);
  await red.start();
  // A deploy while Node-RED loads its flows would be mixed with them.
  await settled;

  const secret = randomBytes(32).toString('base64url');
  const server = createGuardedServer({
    secret,
    behind,
    onRequest(request, response) {
      // As Express does for an application mounted at a path.
      const url = request.url ?? '/';
      Object.assign(request, { originalUrl: url, baseUrl: FLOWS_ROOT });
      request.url = url.slice(FLOWS_ROOT.length).replace(/^(?!\/)/, '/');
      red.httpAdmin(request, response);
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    secret,
    async close() {
      server.close();
      server.closeAllConnections();
      await red.stop();
    },
  };
}

/** Resolves when the flows run, or when Node-RED has logged why not: safe mode, or a missing node type. */
const flowsSettled = ({ events }: NodeRed): Promise<void> =>
  new Promise((resolve) => {
    events.once('flows:started', resolve);
    events.on('runtime-event', ({ id, payload }: { readonly id: string; readonly payload?: unknown }) => {
      if (id === 'runtime-state' && payload !== undefined) resolve();
    });
  });
