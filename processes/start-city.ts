import { rmSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { createSigninLink } from '../api/signin-link.ts';
import type { CityConfig } from '../city/city-config.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { takeLock } from '../city/lock-file.ts';
import { readCityConfig } from '../city/read-city.ts';
import { ConfigError } from '../model/config-error.ts';
import { checkStoreSetting } from '../store/open-store.ts';
import { flowsRole } from './flows/flows-role.ts';
import { createSupervisor, type Supervisor } from './supervisor/supervisor.ts';

/** A city that runs, with the addresses that its roles really got. */
export interface RunningCity {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly mqttPort: number;
  readonly wsPort: number;
  readonly statusPort: number;
  readonly apiPort: number;
  readonly address: { readonly host: string; readonly apiPort: number; readonly statusPort: number };
  /** A one-time link to sign in. */
  signinUrl(user: string): string;
  readonly supervisor: Supervisor;
  close(): Promise<void>;
}

/** Starts the roles of the city in `folder`. `withSimulation: false` leaves a simulated city's devices to somebody else. */
export async function startCity(
  folder: DataFolder,
  options: { readonly log: Logger; readonly withSimulation?: boolean; readonly environment?: NodeJS.ProcessEnv },
): Promise<RunningCity> {
  const { log, withSimulation = true } = options;
  const environment = { ...(options.environment ?? process.env) };
  const config = readCityConfig(folder, environment);
  checkStoreSetting(config.store, folder);
  const lock = takeLock(folder.supervisorLock);
  if ('ownerPid' in lock) {
    throw new ConfigError(
      folder.root,
      `is already running as process ${lock.ownerPid}; use that one, end it, or start with --data and another folder`,
    );
  }
  const supervisor = createSupervisor({ log, environment });
  const data = ['--data', folder.root];
  try {
    const gateway = await supervisor.start({ name: 'gateway', file: '../gateway/gateway.ts', args: data });
    const ports = {
      mqttPort: Number(gateway['mqttPort']),
      wsPort: Number(gateway['wsPort']),
      statusPort: Number(gateway['statusPort']),
    };
    // A role that is started again comes back where it was, also when "any free port" was asked for.
    environment['CITYNERVE_GATEWAY_MQTT_PORT'] = `${ports.mqttPort}`;
    environment['CITYNERVE_GATEWAY_WS_PORT'] = `${ports.wsPort}`;
    environment['CITYNERVE_GATEWAY_STATUS_PORT'] = `${ports.statusPort}`;
    const mqttUrl = ['--mqtt', `mqtt://${config.gateway.host}:${ports.mqttPort}`];
    const brain = await supervisor.start({ name: 'brain', file: '../brain/brain.ts', args: [...data, ...mqttUrl] });
    environment['CITYNERVE_API_PORT'] = `${brain['apiPort']}`;
    const apiPort = Number(brain['apiPort']);
    // Not waited for: the city is whole without it, and it takes a second or two.
    if (config.flows.isOn) {
      supervisor.keep(flowsRole({ folder, config, environment, mqttPort: ports.mqttPort, apiPort }));
    }
    if (config.simulation && withSimulation) {
      await supervisor.start({
        name: 'simulation',
        file: '../simulation/simulation.ts',
        args: [...data, ...mqttUrl, '--start-at', `${Math.max(Date.now(), Number(gateway['cityTime'] ?? 0))}`],
      });
    }
    const address = { host: config.api.host, apiPort, statusPort: ports.statusPort };
    writeFileSync(folder.addresses, JSON.stringify(address));
    return {
      folder,
      config,
      ...ports,
      apiPort,
      address,
      signinUrl: (user) =>
        `http://${config.api.host}:${apiPort}${createSigninLink(folder.signin, user, Date.now()).path}`,
      supervisor,
      async close() {
        await supervisor.close();
        rmSync(folder.addresses, { force: true });
        lock.release();
      },
    };
  } catch (error) {
    await supervisor.close();
    lock.release();
    throw error;
  }
}
