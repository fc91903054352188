import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { createSigninLink } from '../api/signin-link.ts';
import type { CityConfig } from '../city/city-config.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import { type KernelLock, takeKernelLock } from '../ipc/kernel-lock.ts';
import { ConfigError } from '../model/config-error.ts';
import { checkStoreSetting } from '../store/open-store.ts';
import { checkPorts } from './check-ports.ts';
import { startRoles } from './start-roles.ts';
import { createSupervisor, type Supervisor } from './supervisor/supervisor.ts';

/** A running city, with the ports that its roles listen on. */
export interface RunningCity {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  /** The city had no journal before this start. */
  readonly isFirstStart: boolean;
  readonly mqttPort: number;
  readonly wsPort: number;
  readonly statusPort: number;
  readonly apiPort: number;
  readonly address: { readonly host: string; readonly apiPort: number; readonly statusPort: number };
  /** Makes a one-time link with which a person signs in as `user`. */
  signinUrl(user: string): string;
  readonly supervisor: Supervisor;
  close(): Promise<void>;
}

/** Options of `startCity`. */
export interface StartCityOptions {
  readonly log: Logger;
  /** False: the simulation role is not started; the caller simulates the devices. */
  readonly withSimulation?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  /** Aborting it while the city is starting cancels the start. */
  readonly signal?: AbortSignal;
  /** File URL of another program in the place of the gateway's: drills run one with a clock of their own. */
  readonly gatewayFile?: string;
  /** Upper limit of the back-off before a role is started again; fault drills lower it. */
  readonly longestWaitMillis?: number;
}

/**
 * Starts the roles of the city in `folder`. Throws a `ConfigError` where a setting is wrong and while the city is
 * running already. When it throws or is cancelled, everything that was started is closed again.
 */
export async function startCity(folder: DataFolder, options: StartCityOptions): Promise<RunningCity> {
  const { log, signal } = options;
  const environment = { ...(options.environment ?? process.env) };
  const config = readCityConfig(folder, environment);
  checkStoreSetting(config.store, folder);
  await using opened = new AsyncDisposableStack();
  opened.adopt(lockCity(folder), (lock) => lock.release());
  opened.defer(() => rmSync(folder.addresses, { force: true }));
  await checkPorts(config, folder.cityYaml);
  const isFirstStart = !existsSync(folder.journal);
  const supervisor = opened.adopt(createSupervisor({ log, environment }), (started) => started.close());
  const cancel = () => void supervisor.close();
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  const ports = await startRoles({ ...options, folder, config, environment, supervisor });
  signal?.removeEventListener('abort', cancel);
  const address = { host: config.api.host, apiPort: ports.apiPort, statusPort: ports.statusPort };
  writeFileSync(folder.addresses, JSON.stringify(address));
  const closing = opened.move();
  return {
    folder,
    config,
    isFirstStart,
    ...ports,
    address,
    signinUrl: (user) =>
      `http://${config.api.host}:${ports.apiPort}${createSigninLink(folder.signin, user, Date.now()).path}`,
    supervisor,
    close: () => closing.disposeAsync(),
  };
}

function lockCity(folder: DataFolder): KernelLock {
  const lock = takeKernelLock(folder.supervisorLock);
  if (!('holderPid' in lock)) return lock;
  const who = lock.holderPid === null ? 'in another process' : `as process ${lock.holderPid}`;
  throw new ConfigError(
    folder.root,
    `is already running ${who}; use that one, end it, or start with --data and another folder`,
  );
}
