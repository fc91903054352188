import { randomBytes } from 'node:crypto';
import type { NodeAPI, NodeDef } from 'node-red';
import { parseCityAddress } from '../../city/city-address.ts';
import { type CityLink, createCityLink } from '../../city/city-link.ts';
import { SYSTEM_CLOCK } from '../../city/clock.ts';
import { type CityCredentials, type CityNode, findCity } from '../../city/find-city.ts';
import type { RefusalReason } from '../../city/link-state.ts';
import { cityChoices } from './city-choices.ts';

interface CityDef extends NodeDef {
  /** `this`: the city that Node-RED belongs to. */
  readonly where: 'this' | 'other';
  readonly apiUrl: string;
  readonly mqttUrl: string;
  readonly user: string;
}

/** Registers the config node that holds the connections to a city, and the lists for the editor. */
export function registerCity(RED: NodeAPI): void {
  function City(this: CityNode, def: CityDef): void {
    RED.nodes.createNode(this, def);
    const { apiUrl, mqttUrl, user } = def;
    const own = { apiUrl, mqttUrl, user, ...this.credentials };
    this.link = def.where === 'other' ? linkTo(own) : linkToThisCity(RED);
    const { link } = this;
    this.on('close', (done: () => void) => {
      if (typeof link === 'string') done();
      else link.close().then(done, done);
    });
  }
  RED.nodes.registerType<CityNode, CityDef, unknown, CityCredentials>('citynerve-city', City, {
    credentials: { mqttToken: { type: 'password' }, apiToken: { type: 'password' } },
  });

  let forEditor: CityLink | RefusalReason = 'no-city';
  RED.httpAdmin.get('/citynerve/choices/:what', RED.auth.needsPermission('flows.read'), async (request, answer) => {
    let city = findCity(RED, String(request.query['city'] ?? ''));
    // A new node in the editor has no deployed config node yet.
    if (city === 'no-city') {
      if (typeof forEditor === 'string') forEditor = linkToThisCity(RED);
      city = forEditor;
    }
    const choices =
      typeof city === 'string' ? [] : await cityChoices(String(request.params['what']), city).catch(() => []);
    if (choices === null) answer.status(404).json([]);
    else answer.json(choices);
  });
}

/** The embedding Node-RED provides address and tokens of its own city. */
const linkToThisCity = (RED: NodeAPI): CityLink | RefusalReason => {
  const settings: unknown = 'citynerve' in RED.settings ? RED.settings.citynerve : undefined;
  return settings === undefined ? 'no-city' : linkTo(settings);
};

function linkTo(where: unknown): CityLink | RefusalReason {
  const address = parseCityAddress(where);
  if (address === null) return 'address';
  // A client id begins with the user name, as the gateway demands; the rest keeps a redeploy apart from its former
  // connection.
  const clientId = `${address.user}:${randomBytes(4).toString('hex')}`;
  return createCityLink({ address, clientId, clock: SYSTEM_CLOCK });
}

// biome-ignore lint/style/noDefaultExport: Node-RED calls the default export of a node's file.
export { registerCity as default };
