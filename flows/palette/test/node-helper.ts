import { createRequire } from 'node:module';
import type { NodeAPI } from 'node-red';

/** The parts of a node that tests use. */
export interface TestNode {
  readonly id: string;
  receive(message: object): void;
  on(event: string, listener: (argument: never) => void): void;
}

/** The parts of node-red-node-test-helper that are used here; the package has no types. */
interface NodeHelper {
  init(runtimePath: string): void;
  settings(settings: object): void;
  startServer(): Promise<void>;
  stopServer(): Promise<void>;
  load(register: readonly ((RED: NodeAPI) => void)[], flow: readonly object[], credentials?: object): Promise<void>;
  setFlows(flow: readonly object[], type: 'full' | 'nodes' | 'flows'): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): TestNode;
  request(): { get(path: string): Promise<{ readonly body: unknown; readonly status: number }> };
}

const require = createRequire(import.meta.url);

/** The test helper with the real Node-RED in it. */
export const nodeHelper: NodeHelper = require('node-red-node-test-helper');
nodeHelper.init(require.resolve('node-red'));

/** A message in a test. */
export type TestMessage = Readonly<Record<string, unknown>>;

/** Messages of a `helper` node, to be awaited one by one. */
export function inboxOf(nodeId: string): { next(): Promise<TestMessage>; readonly waiting: number } {
  const arrived: TestMessage[] = [];
  const takers: ((message: TestMessage) => void)[] = [];
  nodeHelper.getNode(nodeId).on('input', (message: TestMessage) => {
    const take = takers.shift();
    if (take) take(message);
    else arrived.push(message);
  });
  return {
    next() {
      const message = arrived.shift();
      return message ? Promise.resolve(message) : new Promise((resolve) => takers.push(resolve));
    },
    get waiting() {
      return arrived.length;
    },
  };
}

/**
 * Resolves when a node has a status whose text contains `part`; call it right after loading, so that none is missed.
 */
export function statusOf(nodeId: string, part: string): Promise<{ readonly fill?: string; readonly text?: string }> {
  return new Promise((resolve) => {
    nodeHelper
      .getNode(nodeId)
      .on('call:status', (call: { readonly args: readonly [{ fill?: string; text?: string }] }) => {
        const [status] = call.args;
        if (status.text?.includes(part)) resolve(status);
      });
  });
}
