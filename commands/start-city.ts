import type { Logger } from 'pino';
import type { DataFolder } from '../city/data-folder.ts';
import { EXIT_INTERRUPTED } from './interrupted.ts';

/** A running city that a command has started. */
export interface StartedCity {
  readonly folder: DataFolder;
  readonly config: { readonly gateway: { readonly host: string } };
  readonly mqttPort: number;
  readonly address: { readonly host: string; readonly apiPort: number; readonly statusPort: number };
  /** A one-time link to sign in. */
  signinUrl(user: string): string;
  close(): Promise<void>;
}

/** Starts all roles of the city in a folder; passed to commands, which must not import `processes/`. */
export type StartCity = (
  folder: DataFolder,
  options: { readonly log: Logger; readonly withSimulation?: boolean; readonly signal?: AbortSignal },
) => Promise<StartedCity>;

/**
 * Starts a city for a command. Ctrl-C during the start closes what was started and ends the process with exit code 130.
 */
export async function startUnlessInterrupted(
  startCity: StartCity,
  folder: DataFolder,
  options: { readonly log: Logger; readonly withSimulation?: boolean; readonly signal: AbortSignal },
): Promise<StartedCity> {
  return await startCity(folder, options).catch((error: unknown) => {
    if (options.signal.aborted) process.exit(EXIT_INTERRUPTED);
    throw error;
  });
}
