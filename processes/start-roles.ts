import type { CityConfig } from '../city/city-config.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { flowsRole } from './flows/flows-role.ts';
import type { Supervisor } from './supervisor/supervisor.ts';

/** Upper limit of the gateway's back-off: devices wait while it is down. */
const LONGEST_GATEWAY_WAIT_MILLIS = 5_000;

/** The ports that the roles listen on. */
export interface CityPorts {
  readonly mqttPort: number;
  readonly wsPort: number;
  readonly statusPort: number;
  readonly apiPort: number;
}

/**
 * Starts the roles one after the other: gateway, brain, flows, simulation. The ports of each are written into
 * `environment`, so that a role that is started again listens on the same ports, also where the setting is 0 for any
 * free port.
 */
export async function startRoles(options: {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly environment: NodeJS.ProcessEnv;
  readonly supervisor: Supervisor;
  readonly withSimulation?: boolean;
  readonly longestWaitMillis?: number;
  readonly gatewayFile?: string;
}): Promise<CityPorts> {
  const { folder, config, environment, supervisor, withSimulation = true, longestWaitMillis } = options;
  const data = ['--data', folder.root];
  const wait = longestWaitMillis === undefined ? {} : { longestWaitMillis };
  const gateway = await supervisor.start({
    name: 'gateway',
    file: options.gatewayFile ?? '../gateway/gateway.ts',
    args: data,
    longestWaitMillis: Math.min(LONGEST_GATEWAY_WAIT_MILLIS, longestWaitMillis ?? Number.POSITIVE_INFINITY),
  });
  const mqttPort = Number(gateway['mqttPort']);
  const wsPort = Number(gateway['wsPort']);
  const statusPort = Number(gateway['statusPort']);
  environment['CITYNERVE_GATEWAY_MQTT_PORT'] = `${mqttPort}`;
  environment['CITYNERVE_GATEWAY_WS_PORT'] = `${wsPort}`;
  environment['CITYNERVE_GATEWAY_STATUS_PORT'] = `${statusPort}`;
  const rest = [...data, '--mqtt', `mqtt://${config.gateway.host}:${mqttPort}`];
  const brain = await supervisor.start({ name: 'brain', file: '../brain/brain.ts', args: rest, ...wait });
  const apiPort = Number(brain['apiPort']);
  environment['CITYNERVE_API_PORT'] = `${apiPort}`;
  // The start does not wait for the flows: the city works without them, and they take a second or two.
  if (config.flows.isOn) supervisor.keep({ ...flowsRole({ folder, config, environment, mqttPort, apiPort }), ...wait });
  if (config.simulation && withSimulation) {
    const startAt = Math.max(Date.now(), Number(gateway['cityTime'] ?? 0));
    const args = [...rest, '--start-at', `${startAt}`];
    await supervisor.start({ name: 'simulation', file: '../simulation/simulation.ts', args, ...wait });
  }
  return { mqttPort, wsPort, statusPort, apiPort };
}
