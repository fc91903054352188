import type { Node, NodeAPI } from 'node-red';
import type { CityLink } from './city-link.ts';
import type { RefusalReason } from './link-state.ts';

/** Credentials of a config node, which Node-RED keeps outside of the flow file. */
export interface CityCredentials {
  readonly mqttToken?: string;
  readonly apiToken?: string;
}

/** The config node of a city; `link` is the reason when there is no connection. */
export interface CityNode extends Node<CityCredentials> {
  link: CityLink | RefusalReason;
}

/** The city selected for a node in the editor, or why there is none. */
export function findCity(RED: NodeAPI, id: string | undefined): CityLink | RefusalReason {
  const node: Node | null | undefined = id ? RED.nodes.getNode(id) : null;
  return node && isCityNode(node) ? node.link : 'no-city';
}

const isCityNode = (node: Node): node is CityNode => node.type === 'citynerve-city' && 'link' in node;
