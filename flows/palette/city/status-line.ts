import type { Node, NodeAPI, NodeStatus } from 'node-red';
import { CITY_TEXTS } from './catalogue.ts';
import type { LinkState } from './link-state.ts';

/** The status text under a node in the editor. */
export interface StatusLine {
  /** State of the connection; a refusal is also logged, once, with what to do. */
  link(state: LinkState): void;
  /** Counts while the node is connected: numbers and signs, which need no translation. */
  work(status: NodeStatus): void;
}

/** Empty at first. */
export function createStatusLine(RED: Pick<NodeAPI, '_'>, node: Pick<Node, 'status' | 'warn'>): StatusLine {
  let told = '';
  let isConnected = false;
  return {
    link(state) {
      const wasConnected = isConnected;
      isConnected = state.kind === 'connected';
      if (isConnected && wasConnected) return;
      node.status(statusOf(state));
      if (state.kind === 'waiting') return;
      const reason = state.kind === 'refused' ? state.reason : '';
      if (reason !== '' && reason !== told) node.warn(RED._(`${CITY_TEXTS}.advice.${reason}`));
      told = reason;
    },
    work(status) {
      if (isConnected) node.status(status);
    },
  };
}

function statusOf(state: LinkState): NodeStatus {
  if (state.kind === 'connected') return { fill: 'green', shape: 'dot', text: `${CITY_TEXTS}.status.connected` };
  if (state.kind === 'waiting') return { fill: 'yellow', shape: 'ring', text: `${CITY_TEXTS}.status.waiting` };
  return { fill: 'red', shape: 'ring', text: `${CITY_TEXTS}.status.${state.reason}` };
}
