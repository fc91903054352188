import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { createSigninLink } from '../api/signin-link.ts';
import type { CityConfig } from '../city/city-config.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import { type KernelLock, takeKernelLock } from '../ipc/kernel-lock.ts';
import { ConfigError } from '../model/config-error.ts';
import { checkStoreSetting } from '../store/open-store.ts';
import { startRoles } from './start-roles.ts';
import { createSupervisor, type Supervisor } from './supervisor/supervisor.ts';

/** A city that runs, with the addresses that its roles really got. */
export interface RunningCity {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  /** Nothing of this city had ever run before. */
  readonly isFirstStart: boolean;
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

/** How a city is started. */
export interface StartCityOptions {
  readonly log: Logger;
  /** False leaves a simulated city's devices to somebody else. */
  readonly withSimulation?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  /** Aborted while the city is still starting, it is given up. */
  readonly signal?: AbortSignal;
  /** The longest wait before a role is started again; for drills, which kill on purpose. */
  readonly longestWaitMillis?: number;
}

/**
 * Starts the roles of the city in `folder`. Throws a `ConfigError` where a setting is wrong and while the city runs already; then, and when
 * it is given up, everything that was started is closed again.
 */
export async function startCity(folder: DataFolder, options: StartCityOptions): Promise<RunningCity> {
  const { log, signal } = options;
  const environment = { ...(options.environment ?? process.env) };
  const config = readCityConfig(folder, environment);
  checkStoreSetting(config.store, folder);
  await using opened = new AsyncDisposableStack();
  opened.adopt(lockCity(folder), (lock) => lock.release());
  opened.defer(() => rmSync(folder.addresses, { force: true }));
  const isFirstStart = !existsSync(folder.journal);
  const supervisor = opened.adopt(createSupervisor({ log, environment }), (started) => started.close());
  const giveUp = () => void supervisor.close();
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  const ports = await startRoles({ ...options, folder, config, environment, supervisor });
  signal?.removeEventListener('abort', giveUp);
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
