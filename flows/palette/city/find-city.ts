import type { Node, NodeAPI } from 'node-red';
import type { CityLink } from './city-link.ts';
import type { RefusalReason } from './link-state.ts';

/** What a config node keeps apart from the flow file. */
export interface CityCredentials {
  readonly mqttToken?: string;
  readonly apiToken?: string;
}

/** The config node of a city; `link` is the reason where it could not be made. */
export interface CityNode extends Node<CityCredentials> {
  link: CityLink | RefusalReason;
}

/** The city that a node was given in the editor, or why there is none. */
export function findCity(RED: NodeAPI, id: string | undefined): CityLink | RefusalReason {
  const node: Node | null | undefined = id ? RED.nodes.getNode(id) : null;
  return node && isCityNode(node) ? node.link : 'no-city';
}

const isCityNode = (node: Node): node is CityNode => node.type === 'citynerve-city' && 'link' in node;
